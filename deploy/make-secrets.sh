#!/bin/sh
# Makes what compose.yaml and the other deployments read as secrets, each in a file of its own: passwords, the addresses that hold
# them, the product's keys, and certificates by which Temporal and its clients know each other. What is there already stays: run it
# again after a release that needs more. To renew one, delete its file first.
#   SMTP_URL='smtp://user:secret@mail.example.gov.cn:587' sh deploy/make-secrets.sh [FOLDER]
# In the password of SMTP_URL write % as %25, # as %23, / as %2F, @ as %40, : as %3A.
set -eu
umask 077
folder=${1:-$(dirname "$0")/secrets}
database=${DUBAN_DB_HOST:-postgres:5432}
temporal=${TEMPORAL_TLS_NAMES:-DNS:temporal,DNS:localhost}
mkdir -p "$folder"
mkdir -p "$folder/authority"
cd "$folder"

# Readable inside containers, whose users are others; the folder is its owner's alone.
put() { # NAME, content on standard input
  [ -e "$1" ] && { cat > /dev/null; return 0; }
  cat > "$1.new"
  chmod 444 "$1.new"
  mv "$1.new" "$1"
  echo "made $1"
}
random() { openssl rand -hex 24; }

for name in db_admin_password db_owner_password db_app_password temporal_db_password; do random | put "$name"; done
printf 'postgresql://duban_owner:%s@%s/duban\n' "$(cat db_owner_password)" "$database" | put database_owner_url
printf 'postgresql://duban_app:%s@%s/duban\n' "$(cat db_app_password)" "$database" | put database_url
# Sessions, commands that people give, what goes through Temporal: kept as long as the database is.
for name in duban_secret duban_command_key duban_payload_key; do openssl rand -base64 32 | put "$name"; done
# Signs the ledger's checkpoints. Keep its public half elsewhere: openssl pkey -in duban_checkpoint_key -pubout
[ -e duban_checkpoint_key ] || openssl genpkey -algorithm ed25519 | put duban_checkpoint_key
# Optional ones are empty until somebody writes them: an empty file counts as not set.
for name in oidc_client_secret wecom_secret dingtalk_app_secret feishu_app_secret webhook_secret sms_secret \
  aws_access_key_id aws_secret_access_key; do
  : | put "$name"
done
if [ -n "${SMTP_URL:-}" ]; then printf '%s\n' "$SMTP_URL" | put smtp_url; fi

# An authority of Temporal's own, its server, and its clients (workers, APIs, commands).
if [ ! -e temporal_ca.crt ]; then
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 3650 -subj "/CN=duban Temporal CA" \
    -addext "keyUsage=critical,keyCertSign,cRLSign" -keyout authority/temporal_ca.key -out temporal_ca.crt 2> /dev/null
  chmod 444 temporal_ca.crt
  echo "made temporal_ca.crt and authority/temporal_ca.key (which signs others: keep it off the server once all is made)"
fi
certificate() { # NAME SUBJECT USE NAMES
  [ -e "$1.crt" ] && return 0
  openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj "/CN=$2" -keyout "$1.key" -out "$1.csr" 2> /dev/null
  printf 'basicConstraints=CA:FALSE\nkeyUsage=digitalSignature\nextendedKeyUsage=%s\nsubjectAltName=%s\n' "$3" "$4" > "$1.ext"
  openssl x509 -req -in "$1.csr" -CA temporal_ca.crt -CAkey authority/temporal_ca.key -CAserial authority/serial -CAcreateserial -days 1095 -extfile "$1.ext" \
    -out "$1.crt" 2> /dev/null
  rm "$1.csr" "$1.ext"
  chmod 444 "$1.crt" "$1.key"
  echo "made $1.crt and $1.key"
}
# The server's nodes are clients of one another.
certificate temporal_server temporal serverAuth,clientAuth "$temporal"
certificate temporal_client duban clientAuth DNS:duban

[ -e smtp_url ] || echo "still to make: $folder/smtp_url, the mail server's address (see SMTP_URL above)"
