-- Whether batched letters would close by an instant although a stream has yet to record what fell due by then.
SELECT EXISTS (
    SELECT FROM notice WHERE plan_id = $1 AND letter_id IS NULL AND close_at <= $2 AND delivery <> 'immediate'
  ) AND EXISTS (
    SELECT FROM stream WHERE plan_id = $1 AND next_due <= $2
  ) AS unsettled
