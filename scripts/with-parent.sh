#!/bin/sh
# sh with-parent.sh COMMAND [ARGUMENT...]
# Becomes COMMAND, and has it killed when the process that started it is gone: after a kill -9 nobody else would.

parent=$PPID

parent_of() {
  if [ -r "/proc/$1/status" ]; then
    sed -n 's/^PPid:[[:space:]]*//p' "/proc/$1/status"
  else
    ps -o ppid= -p "$1" | tr -d ' '
  fi
}

watch_parent() {
  while now=$(parent_of $$) && [ "$now" = "$parent" ]; do
    sleep 0.5 || sleep 1
  done
  # The whole group where it leads one (a browser has many processes), else the process itself.
  [ -z "$now" ] || kill -9 -$$ || kill -9 $$
}

# Holds none of the command's pipes: who reads them would wait for this loop too.
watch_parent </dev/null >/dev/null 2>&1 3>&- &
exec "$@"
