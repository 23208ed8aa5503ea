-- Who signs in. The auth_* tables are better-auth's, in this schema's names; all instants are real time.
CREATE TABLE auth_user (
  id text PRIMARY KEY,
  name text NOT NULL,
  -- Of the account itself, not of the roster; <account>@account.invalid where it has none.
  email text NOT NULL UNIQUE,
  email_verified boolean NOT NULL DEFAULT false,
  image text,
  username text UNIQUE,
  two_factor_enabled boolean DEFAULT false,
  -- Set with a one-time password.
  must_change_password boolean NOT NULL DEFAULT false,
  -- A rehearsal's account for everybody: it is nobody in a live plan.
  sample boolean NOT NULL DEFAULT false,
  disabled_at timestamptz(6),
  created_at timestamptz(6) NOT NULL DEFAULT now(),
  updated_at timestamptz(6) NOT NULL DEFAULT now()
);
CREATE TABLE auth_session (
  id text PRIMARY KEY,
  user_id text NOT NULL REFERENCES auth_user ON DELETE CASCADE,
  token text NOT NULL UNIQUE,
  expires_at timestamptz(6) NOT NULL,
  ip_address text,
  user_agent text,
  created_at timestamptz(6) NOT NULL DEFAULT now(),
  updated_at timestamptz(6) NOT NULL DEFAULT now()
);
CREATE INDEX auth_session_user ON auth_session (user_id);
CREATE TABLE auth_credential (
  id text PRIMARY KEY,
  user_id text NOT NULL REFERENCES auth_user ON DELETE CASCADE,
  account_id text NOT NULL,
  provider_id text NOT NULL,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz(6),
  refresh_token_expires_at timestamptz(6),
  scope text,
  -- An argon2id hash.
  password text,
  created_at timestamptz(6) NOT NULL DEFAULT now(),
  updated_at timestamptz(6) NOT NULL DEFAULT now(),
  UNIQUE (provider_id, account_id)
);
CREATE INDEX auth_credential_user ON auth_credential (user_id);
CREATE TABLE auth_verification (
  id text PRIMARY KEY,
  identifier text NOT NULL,
  value text NOT NULL,
  expires_at timestamptz(6) NOT NULL,
  created_at timestamptz(6) NOT NULL DEFAULT now(),
  updated_at timestamptz(6) NOT NULL DEFAULT now()
);
CREATE INDEX auth_verification_identifier ON auth_verification (identifier);
CREATE TABLE auth_second_factor (
  id text PRIMARY KEY,
  user_id text NOT NULL UNIQUE REFERENCES auth_user ON DELETE CASCADE,
  -- Encrypted with DUBAN_SECRET, the backup codes too.
  secret text NOT NULL,
  backup_codes text NOT NULL,
  verified boolean DEFAULT true,
  failed_verification_count integer DEFAULT 0,
  locked_until timestamptz(6)
);

-- Who an account is in the plans made from one folder: a live plan and its rehearsals have one roster, by the plan's slug.
CREATE TABLE account_person (
  account_id text NOT NULL REFERENCES auth_user ON DELETE CASCADE,
  slug text NOT NULL,
  person text NOT NULL,
  PRIMARY KEY (account_id, slug)
);
-- Roles that follow from no post.
CREATE TABLE account_grant (
  account_id text NOT NULL REFERENCES auth_user ON DELETE CASCADE,
  role text NOT NULL,
  created_at timestamptz(6) NOT NULL DEFAULT now(),
  PRIMARY KEY (account_id, role)
);
CREATE TABLE api_token (
  id text PRIMARY KEY,
  account_id text NOT NULL REFERENCES auth_user ON DELETE CASCADE,
  name text NOT NULL,
  -- SHA-256 of a random token: what is shown once is kept nowhere.
  hash text NOT NULL UNIQUE,
  scopes jsonb NOT NULL,
  created_at timestamptz(6) NOT NULL DEFAULT now(),
  expires_at timestamptz(6) NOT NULL,
  revoked_at timestamptz(6),
  last_used_at timestamptz(6)
);
CREATE INDEX api_token_account ON api_token (account_id);

-- Attempts by account and by address, shared by all API processes; rows are rate-limiter-flexible's.
CREATE TABLE rate_limit (
  key text PRIMARY KEY,
  points integer NOT NULL DEFAULT 0,
  expire bigint
);

CREATE TABLE audit_event (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at timestamptz(6) NOT NULL DEFAULT now(),
  kind text NOT NULL,
  -- No reference: what was done outlives the account. Null: nobody known.
  account_id text,
  plan_id text,
  subject text,
  address text,
  detail jsonb NOT NULL DEFAULT '{}'
);
CREATE INDEX audit_event_account ON audit_event (account_id, id);
CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the audit log is append-only: % is refused', TG_OP USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE ON audit_event FOR EACH ROW EXECUTE FUNCTION refuse_audit_change();
CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON audit_event FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();

-- What somebody may see follows from what their posts were addressed with.
CREATE INDEX notice_addressed ON notice (plan_id, addressed_post) WHERE item_id IS NOT NULL;
