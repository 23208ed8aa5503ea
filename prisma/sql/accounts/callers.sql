-- Accounts by what their requests came with: unexpired sessions by their tokens ($1), API tokens that hold by their hashes ($2).
SELECT
  came.key,
  came."tokenName",
  came.scopes,
  came."cameId",
  came."cameBy",
  came."cameAt",
  came."twoFactors",
  came."lastUsedAt",
  u.id,
  u.username AS account,
  u.name,
  CASE WHEN u.email NOT LIKE '%@account.invalid' THEN u.email END AS email,
  u.sample,
  u.disabled_at IS NOT NULL AS disabled,
  u.must_change_password AS "mustChangePassword",
  coalesce(u.two_factor_enabled, false) AS "secondFactor",
  EXISTS (SELECT FROM auth_credential c WHERE c.user_id = u.id AND c.password IS NOT NULL) AS "hasPassword",
  coalesce((SELECT jsonb_agg(g.role ORDER BY g.role) FROM account_grant g WHERE g.account_id = u.id), '[]') AS grants,
  coalesce((SELECT jsonb_object_agg(p.slug, p.person) FROM account_person p WHERE p.account_id = u.id), '{}') AS persons
FROM (
  SELECT
    s.token AS key,
    s.user_id AS account_id,
    NULL AS "tokenName",
    NULL::jsonb AS scopes,
    s.id AS "cameId",
    s.came_by AS "cameBy",
    s.created_at AS "cameAt",
    s.two_factors AS "twoFactors",
    s.last_used_at AS "lastUsedAt"
  FROM auth_session s
  WHERE s.token = ANY($1) AND s.expires_at > now()
  UNION ALL
  SELECT t.hash, t.account_id, t.name, t.scopes, t.id, NULL, t.created_at, t.two_factors, t.last_used_at
  FROM api_token t
  WHERE t.hash = ANY($2) AND t.revoked_at IS NULL AND t.expires_at > now()
) AS came
JOIN auth_user u ON u.id = came.account_id
