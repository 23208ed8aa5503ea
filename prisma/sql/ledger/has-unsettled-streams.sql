-- Whether another stream than $2 has yet to record what fell due by an instant.
SELECT EXISTS (SELECT FROM stream WHERE plan_id = $1 AND name <> $2 AND next_due <= $3) AS unsettled
