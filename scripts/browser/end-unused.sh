#!/bin/sh
# sh end-unused.sh BROWSER PROFILE
# Kills an unused browser: the process group BROWSER with the user data folder PROFILE. Browser Run closes an idle
# session after 60 s, but miniflare keeps its browser forever after it has lost the connection to it.

browser=$1
profile=$2
limit=${UNUSED_SECONDS:-55}

# Sets `clients` to the number of connections to the browser's debugging port. While it is unknown, the browser counts as
# used. This runs as long as the browser, so it starts few processes.
count_clients() {
  clients=2
  [ -n "$port" ] || read -r port <"$profile/DevToolsActivePort" || return
  if [ -r /proc/net/tcp ]; then
    hex=${hex:-$(printf %04X "$port")}
    clients=$(grep -c ": 0100007F:$hex [0-9A-F:]* 01 " /proc/net/tcp)
  elif command -v lsof >/dev/null; then
    clients=$(lsof -nP -a -p "$browser" -iTCP:"$port" -sTCP:ESTABLISHED | grep -c ESTABLISHED)
  fi
}

port=
hex=
unused=0
while kill -0 "$browser" && [ -d "$profile" ]; do
  sleep 2
  count_clients
  # Miniflare itself holds one idle connection.
  if [ "$clients" -le 1 ]; then unused=$((unused + 2)); else unused=0; fi
  [ "$unused" -lt "$limit" ] || kill -9 -"$browser"
done
