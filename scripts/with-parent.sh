#!/bin/sh
# sh with-parent.sh COMMAND [ARGUMENT...]
# Replaces itself with COMMAND, and kills it when the parent process is gone. After a kill -9 the parent cannot do it.

parent=$PPID

# Sets `now` to the parent of a process. On Linux it starts no process, because this is called twice a second.
read_parent() {
  now=
  if [ -r "/proc/$1/status" ]; then
    while read -r name value; do
      [ "$name" != PPid: ] || now=$value
    done <"/proc/$1/status"
  else
    now=$(ps -o ppid= -p "$1" | tr -d ' ')
  fi
}

watch_parent() {
  while read_parent $$ && [ "$now" = "$parent" ]; do
    sleep 0.5 || sleep 1
  done
  # Kills the process group if COMMAND leads one (a browser has many processes), else the process.
  [ -z "$now" ] || kill -9 -$$ || kill -9 $$
}

# Inherits no pipe of the command: otherwise the reader would wait for this loop, too.
watch_parent </dev/null >/dev/null 2>&1 3>&- &
exec "$@"
