-- Whether batched letters would close by an instant although more for them is still to come: some have begun to close since $3, up to
-- $4, a stream has yet to record what fell due by then, or one that the plan was opened with has yet to begin.
SELECT EXISTS (
    SELECT FROM open_notices($1) WHERE close_at <= $2 AND delivery <> 'immediate'
  ) AND (
    EXISTS (
      SELECT FROM open_notices($1)
      WHERE close_at > $3 AND close_at <= $4 AND delivery <> 'immediate'
    )
    OR EXISTS (SELECT FROM stream WHERE plan_id = $1 AND next_due <= $2)
    OR EXISTS (
      SELECT FROM ledger l, jsonb_array_elements(l.payload -> 'streams') AS opened
      WHERE l.plan_id = $1 AND l.stream = 'plan' AND l.seq = 1
        AND NOT EXISTS (SELECT FROM stream s WHERE s.plan_id = $1 AND s.name = opened ->> 'stream' AND s.seq > 0)
    )
  ) AS unsettled
