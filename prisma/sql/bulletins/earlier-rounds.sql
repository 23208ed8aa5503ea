-- Rounds that were opened before one, the last first; skipped ones held nothing.
SELECT r.round
FROM inspection_round r
JOIN inspection_round this ON this.plan_id = r.plan_id AND this.round = $2
WHERE r.plan_id = $1 AND r.opened_at < this.opened_at AND r.status <> 'skipped' AND NOT r.special
ORDER BY r.opened_at DESC
LIMIT $3::int
