SELECT no, content, hash, signature, public_key AS "publicKey"
FROM ledger_checkpoint
WHERE cause = $1
