SELECT id, mode
FROM plan
ORDER BY id COLLATE "C"
