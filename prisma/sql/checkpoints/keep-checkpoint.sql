INSERT INTO ledger_checkpoint (no, cause, content, hash, signature, public_key)
VALUES ($1, $2, $3, $4, $5, $6)
