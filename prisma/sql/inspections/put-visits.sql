-- Adds visits of a round, or replaces what stands of them.
INSERT INTO inspection_visit (
  plan_id, round, visit, place_kind, place, township, mode, reason, status, group_id, inspectors, leader, asked, arrived, disputed,
  materials, photos, taken, last_contact, submitted_row, submitted_on, late, objections
)
SELECT
  $1, $2, v.visit, v.place_kind, v.place, v.township, v.mode, v.reason, v.status, v.group_id, v.inspectors, v.leader, v.asked, v.arrived,
  v.disputed, v.materials, v.photos, v.taken, v.last_contact, v.submitted_row, v.submitted_on, v.late, v.objections
FROM
  jsonb_to_recordset($3::jsonb) AS v (
    visit text, place_kind text, place text, township text, mode text, reason text, status text, group_id text, inspectors text[],
    leader text, asked integer, arrived integer, disputed integer, materials integer, photos text[], taken jsonb, last_contact bigint,
    submitted_row integer, submitted_on date, late boolean, objections integer
  )
ON CONFLICT (plan_id, round, visit) DO UPDATE SET
  mode = excluded.mode,
  reason = excluded.reason,
  status = excluded.status,
  group_id = excluded.group_id,
  inspectors = excluded.inspectors,
  leader = excluded.leader,
  asked = excluded.asked,
  arrived = excluded.arrived,
  disputed = excluded.disputed,
  materials = excluded.materials,
  photos = excluded.photos,
  taken = excluded.taken,
  last_contact = excluded.last_contact,
  submitted_row = excluded.submitted_row,
  submitted_on = excluded.submitted_on,
  late = excluded.late,
  objections = excluded.objections
