-- How somebody came in is remembered: with how many factors, by which way, from where; what was made by it remembers it too.

-- Until when a one-time password may be used; null where the password is the owner's own.
ALTER TABLE auth_user ADD COLUMN password_ends_at timestamptz(6);
UPDATE auth_user SET password_ends_at = now() + interval '7 days' WHERE must_change_password;

ALTER TABLE auth_session
  ADD COLUMN two_factors boolean NOT NULL DEFAULT false,
  -- password, singleSignOn or sample; CameBy in prisma/accounts/session-store.ts.
  ADD COLUMN came_by text,
  ADD COLUMN last_used_at timestamptz(6);
-- Nobody knows of those that are open with how many factors they began, and links of before were sent to addresses of rosters.
DELETE FROM auth_session;
DELETE FROM auth_verification;

-- The time step of the newest code that was accepted: none is accepted twice.
ALTER TABLE auth_second_factor ADD COLUMN last_counter bigint;

ALTER TABLE api_token ADD COLUMN two_factors boolean NOT NULL DEFAULT false;
ALTER TABLE calendar_feed ADD COLUMN two_factors boolean NOT NULL DEFAULT false;
-- Machines' tokens were made on the command line, by who may do everything here.
UPDATE api_token t SET two_factors = true
WHERE NOT EXISTS (SELECT FROM auth_credential c WHERE c.user_id = t.account_id)
  AND NOT EXISTS (SELECT FROM auth_user u WHERE u.id = t.account_id AND u.sample);

-- One subject of the provider for an account: of several, the one that came first.
DELETE FROM auth_credential later USING auth_credential first
WHERE later.user_id = first.user_id AND later.provider_id = first.provider_id
  AND (later.created_at, later.id) > (first.created_at, first.id);
CREATE UNIQUE INDEX auth_credential_user_id_provider_id_key ON auth_credential (user_id, provider_id);
