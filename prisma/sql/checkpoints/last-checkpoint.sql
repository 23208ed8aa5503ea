SELECT no, content, hash, signature, public_key AS "publicKey"
FROM ledger_checkpoint
ORDER BY no DESC
LIMIT 1
