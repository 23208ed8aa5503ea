#!/bin/sh
# A whole back-up into a folder: the plans' and accounts' tables, and evidence where it lies in a folder (a store of its own, S3, has
# its own back-up). Each file is written under another name first: what bears its name is whole. Run from the product's folder.
#   sh deploy/backup.sh FOLDER
set -eu
folder=${1:?"name the folder: sh deploy/backup.sh FOLDER"}
evidence=${DUBAN_EVIDENCE_DIR:-.duban/evidence}
now=$(date -u +%Y%m%dT%H%M%SZ)
umask 077
# The database first: evidence that it names is then there, as evidence is never changed and never removed.
npm run -s backup -- "$folder/duban-$now.part.sql.gz"
mv "$folder/duban-$now.part.sql.gz" "$folder/duban-$now.sql.gz"
if [ -d "$evidence" ] && [ -z "${DUBAN_EVIDENCE_S3_URL:-}" ]; then
  tar -C "$evidence" --exclude ./incoming -czf "$folder/evidence-$now.part.tar.gz" .
  mv "$folder/evidence-$now.part.tar.gz" "$folder/evidence-$now.tar.gz"
fi
ls -l "$folder"/*"$now"*
