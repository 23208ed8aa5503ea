-- Letters on paper: what was printed by whom, and what was handed over to whom.
CREATE TABLE "print_job" (
  "plan_id" TEXT NOT NULL,
  "id" TEXT NOT NULL,
  "letters" JSONB NOT NULL CHECK (jsonb_typeof("letters") = 'array'),
  "account_id" TEXT NOT NULL,
  "person" TEXT,
  "printed_at" TIMESTAMPTZ(6) NOT NULL DEFAULT now(),
  CONSTRAINT "print_job_pkey" PRIMARY KEY ("plan_id", "id"),
  CONSTRAINT "print_job_plan_id_fkey" FOREIGN KEY ("plan_id") REFERENCES "plan" ("id")
);
CREATE INDEX "print_job_printed" ON "print_job" ("plan_id", "printed_at");

CREATE TABLE "hand_delivery" (
  "plan_id" TEXT NOT NULL,
  "letter_id" TEXT NOT NULL,
  "received_by" TEXT NOT NULL,
  "received_on" DATE NOT NULL,
  "delivered_by" TEXT NOT NULL,
  "account_id" TEXT NOT NULL,
  "entered_at" TIMESTAMPTZ(6) NOT NULL DEFAULT now(),
  CONSTRAINT "hand_delivery_pkey" PRIMARY KEY ("plan_id", "letter_id"),
  CONSTRAINT "hand_delivery_plan_id_fkey" FOREIGN KEY ("plan_id") REFERENCES "plan" ("id")
);
