#!/bin/sh
# sh end-unused.sh BROWSER PROFILE
# Kills an unused browser: the process group BROWSER with the user data folder PROFILE. Browser Run closes an idle
# session after 60 s, but miniflare keeps its browser forever after it has lost the connection to it.

browser=$1
profile=$2
limit=${UNUSED_SECONDS:-55}

# Prints the number of connections to the browser's debugging port, or nothing if it is unknown: then the browser counts
# as used.
clients() {
  port=$(sed -n 1p "$profile/DevToolsActivePort") || return
  if [ -r /proc/net/tcp ]; then
    grep -c ": 0100007F:$(printf %04X "$port") [0-9A-F:]* 01 " /proc/net/tcp
  elif command -v lsof >/dev/null; then
    lsof -nP -a -p "$browser" -iTCP:"$port" -sTCP:ESTABLISHED | grep -c ESTABLISHED
  fi
}

used=$(date +%s)
round=0
while kill -0 "$browser" && [ -d "$profile" ]; do
  sleep 1
  round=$((round + 1))
  # Counting the connections costs milliseconds, so it is not done each second.
  [ $((round % 5)) -eq 0 ] || continue
  now=$(date +%s)
  count=$(clients)
  # Miniflare itself holds one idle connection.
  [ "${count:-2}" -le 1 ] || used=$now
  [ $((now - used)) -lt "$limit" ] || kill -9 -"$browser"
done
