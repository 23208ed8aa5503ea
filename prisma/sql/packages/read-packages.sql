-- The packages of a plan, newest year first: all of them, or those of some units and posts.
SELECT
  year, holder_kind AS "holderKind", holder, named, villages, assigned_on AS "assignedOn", signed_on AS "signedOn",
  signed_by AS "signedBy", signed_post AS "signedPost"
FROM package
WHERE
  plan_id = $1
  AND ($2::text[] IS NULL OR (holder_kind = 'unit' AND holder = ANY($2)) OR (holder_kind = 'seat' AND holder = ANY($3::text[])))
ORDER BY year DESC, holder_kind COLLATE "C" DESC, holder COLLATE "C"
