-- By which channels a person's letters go, as the person or the office chose; without a row, by mail or whatever there is.
CREATE TABLE channel_choice (
  plan_id text NOT NULL REFERENCES plan (id),
  person text NOT NULL,
  -- In the order of choice: mail, wecom, …, or copy (by hand into a chat).
  channels jsonb NOT NULL CHECK (jsonb_typeof(channels) = 'array'),
  -- The account that chose.
  chosen_by text NOT NULL,
  chosen_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (plan_id, person)
);

-- A letter that goes by anything but mail alone says so, and has a delivery for each channel; the others know of mail only and
-- are sent as ever. Such a letter is sent once one of its deliveries is.
ALTER TABLE letter ADD COLUMN by_channels boolean NOT NULL DEFAULT false;

CREATE TABLE letter_delivery (
  plan_id text NOT NULL,
  letter_id text NOT NULL,
  channel text NOT NULL CHECK (channel IN ('mail', 'wecom', 'dingtalk', 'feishu', 'webhook', 'sms')),
  -- The place among the letter's deliveries; those it fell back to come last.
  place integer NOT NULL,
  state text NOT NULL CHECK (state IN ('queued', 'sending', 'sent', 'failed')),
  attempts integer NOT NULL DEFAULT 0,
  last_error text,
  queued_at timestamptz NOT NULL DEFAULT now(),
  -- When it may be taken: at once, after a pause, or, while it is `sending`, once its sender must be dead.
  due_at timestamptz NOT NULL DEFAULT now(),
  sent_at timestamptz,
  -- What the other side calls the message.
  receipt text,
  PRIMARY KEY (plan_id, letter_id, channel),
  FOREIGN KEY (plan_id, letter_id) REFERENCES letter (plan_id, id)
);
CREATE INDEX letter_delivery_waiting ON letter_delivery (plan_id, channel, due_at) WHERE state IN ('queued', 'sending');
