#!/bin/sh
# NAME_FILE=/run/secrets/x makes NAME the content of that file, so that no secret stands in compose.yaml or in `docker inspect`.
# For the variables of this product only. A file that is named and cannot be read ends the start.
set -eu

for name in $(env | sed -n 's/^\(\(GEX\|SCHWAB\|QUESTDB\)_[A-Z0-9_]*\)_FILE=.*/\1/p'); do
  eval "file=\${${name}_FILE}"
  [ -n "$file" ] || continue
  if [ ! -r "$file" ]; then
    echo "${name}_FILE: cannot read $file" >&2
    exit 2
  fi
  value=$(cat "$file")
  unset "${name}_FILE"
  [ -n "$value" ] || continue
  export "$name=$value"
done

exec "$@"
