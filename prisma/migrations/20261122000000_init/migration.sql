-- CreateTable
CREATE TABLE "merchant" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "country" TEXT,
    "locale" TEXT NOT NULL DEFAULT 'en',
    "time_zone" TEXT NOT NULL DEFAULT 'UTC',
    "currency" TEXT,
    "look" JSONB NOT NULL DEFAULT '{}',
    "contact" JSONB NOT NULL DEFAULT '{}',
    "data_key" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "erased_at" TIMESTAMPTZ(3),

    CONSTRAINT "merchant_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "merchant_picture" (
    "merchant_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "bytes" BYTEA NOT NULL,
    "digest" BYTEA NOT NULL,

    CONSTRAINT "merchant_picture_pkey" PRIMARY KEY ("merchant_id","kind")
);

-- CreateTable
CREATE TABLE "directory" (
    "kind" TEXT NOT NULL,
    "key" BYTEA NOT NULL,
    "merchant_id" UUID NOT NULL,
    "target_id" UUID NOT NULL,

    CONSTRAINT "directory_pkey" PRIMARY KEY ("kind","key")
);

-- CreateTable
CREATE TABLE "api_key" (
    "merchant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "label" TEXT NOT NULL,
    "hash" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_key_pkey" PRIMARY KEY ("merchant_id","id")
);

-- CreateTable
CREATE TABLE "session" (
    "merchant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "staff_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),
    "device_id" UUID,
    "seen_at" TIMESTAMPTZ(3),
    "agent" TEXT,

    CONSTRAINT "session_pkey" PRIMARY KEY ("merchant_id","id")
);

-- CreateTable
CREATE TABLE "staff" (
    "merchant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "pin_hash" BYTEA,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "staff_pkey" PRIMARY KEY ("merchant_id","id")
);

-- CreateTable
CREATE TABLE "device" (
    "merchant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "till_id" UUID,
    "location_id" TEXT,
    "staff_id" UUID,
    "program_id" UUID,
    "public_key" BYTEA,
    "sequence" BIGINT NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "paired_at" TIMESTAMPTZ(3),
    "seen_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "device_pkey" PRIMARY KEY ("merchant_id","id")
);

-- CreateTable
CREATE TABLE "pin_try" (
    "merchant_id" UUID NOT NULL,
    "subject" TEXT NOT NULL,
    "failures" INTEGER NOT NULL,
    "last_at" TIMESTAMPTZ(3) NOT NULL,
    "locked_until" TIMESTAMPTZ(3),

    CONSTRAINT "pin_try_pkey" PRIMARY KEY ("merchant_id","subject")
);

-- CreateTable
CREATE TABLE "passkey" (
    "merchant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "staff_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "credential_id" BYTEA NOT NULL,
    "public_key" BYTEA NOT NULL,
    "counter" BIGINT NOT NULL DEFAULT 0,
    "transports" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "passkey_pkey" PRIMARY KEY ("merchant_id","id")
);

-- CreateTable
CREATE TABLE "passkey_challenge" (
    "hash" BYTEA NOT NULL,
    "subject" TEXT,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "passkey_challenge_pkey" PRIMARY KEY ("hash")
);

-- CreateTable
CREATE TABLE "location" (
    "merchant_id" UUID NOT NULL,
    "till_id" UUID NOT NULL,
    "external_id" TEXT NOT NULL,
    "name" TEXT,
    "time_zone" TEXT,
    "latitude" DOUBLE PRECISION,
    "longitude" DOUBLE PRECISION,

    CONSTRAINT "location_pkey" PRIMARY KEY ("merchant_id","till_id","external_id")
);

-- CreateTable
CREATE TABLE "till" (
    "merchant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "provider" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "external_id" TEXT,
    "secrets" BYTEA NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'active',
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "connected_at" TIMESTAMPTZ(3),
    "access_expires_at" TIMESTAMPTZ(3),
    "refresh_expires_at" TIMESTAMPTZ(3),
    "renew_at" TIMESTAMPTZ(3),
    "renewer" UUID,
    "renewer_until" TIMESTAMPTZ(3),
    "renew_failures" INTEGER NOT NULL DEFAULT 0,
    "scopes" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "sign_in_since" TIMESTAMPTZ(3),

    CONSTRAINT "till_pkey" PRIMARY KEY ("merchant_id","id")
);

-- CreateTable
CREATE TABLE "till_lane" (
    "merchant_id" UUID NOT NULL,
    "till_id" UUID NOT NULL,
    "holder" UUID,
    "held_until" TIMESTAMPTZ(3),

    CONSTRAINT "till_lane_pkey" PRIMARY KEY ("merchant_id","till_id")
);

-- CreateTable
CREATE TABLE "till_sign_in" (
    "state_hash" BYTEA NOT NULL,
    "browser_hash" BYTEA NOT NULL,
    "provider" TEXT NOT NULL,
    "merchant_id" UUID,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "till_sign_in_pkey" PRIMARY KEY ("state_hash")
);

-- CreateTable
CREATE TABLE "program" (
    "merchant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'active',
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "program_pkey" PRIMARY KEY ("merchant_id","id")
);

-- CreateTable
CREATE TABLE "program_version" (
    "merchant_id" UUID NOT NULL,
    "program_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "rules" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "program_version_pkey" PRIMARY KEY ("merchant_id","program_id","version")
);

-- CreateTable
CREATE TABLE "reward" (
    "merchant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "program_id" UUID NOT NULL,

    CONSTRAINT "reward_pkey" PRIMARY KEY ("merchant_id","id")
);

-- CreateTable
CREATE TABLE "card" (
    "merchant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "program_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "serial" TEXT NOT NULL,
    "token_version" INTEGER NOT NULL DEFAULT 1,
    "total" INTEGER NOT NULL DEFAULT 0,
    "cycle" INTEGER NOT NULL DEFAULT 1,
    "cycle_start" INTEGER NOT NULL DEFAULT 0,
    "past_cycles" JSONB NOT NULL DEFAULT '[]',
    "progress" JSONB,
    "revision" INTEGER NOT NULL DEFAULT 1,
    "modified_second" BIGINT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'active',
    "placement" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "last_stamp_at" TIMESTAMPTZ(3),
    "merged_into" UUID,
    "stamps_since" TIMESTAMPTZ(3),
    "stamps_expire_at" TIMESTAMPTZ(3),
    "stamps_warned_of" TIMESTAMPTZ(3),

    CONSTRAINT "card_pkey" PRIMARY KEY ("merchant_id","id")
);

-- CreateTable
CREATE TABLE "card_details" (
    "merchant_id" UUID NOT NULL,
    "card_id" UUID NOT NULL,
    "details" BYTEA NOT NULL,
    "consents" JSONB NOT NULL DEFAULT '{}',
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "card_details_pkey" PRIMARY KEY ("merchant_id","card_id")
);

-- CreateTable
CREATE TABLE "card_contact" (
    "merchant_id" UUID NOT NULL,
    "card_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "digest" BYTEA NOT NULL,
    "verified_at" TIMESTAMPTZ(3),
    "verified_by" TEXT,

    CONSTRAINT "card_contact_pkey" PRIMARY KEY ("merchant_id","card_id","kind")
);

-- CreateTable
CREATE TABLE "refusal" (
    "merchant_id" UUID NOT NULL,
    "card_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "id" UUID NOT NULL,
    "figures" JSON NOT NULL DEFAULT '{}',
    "times" INTEGER NOT NULL DEFAULT 1,
    "first_at" TIMESTAMPTZ(3) NOT NULL,
    "last_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "refusal_pkey" PRIMARY KEY ("merchant_id","card_id","kind","reason","subject","channel")
);

-- CreateTable
CREATE TABLE "card_link" (
    "merchant_id" UUID NOT NULL,
    "till_id" UUID NOT NULL,
    "customer_id" TEXT NOT NULL,
    "card_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "card_link_pkey" PRIMARY KEY ("merchant_id","till_id","customer_id")
);

-- CreateTable
CREATE TABLE "card_tally" (
    "merchant_id" UUID NOT NULL,
    "card_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "value" BIGINT NOT NULL,

    CONSTRAINT "card_tally_pkey" PRIMARY KEY ("merchant_id","card_id","key")
);

-- CreateTable
CREATE TABLE "card_merge" (
    "merchant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "from_card_id" UUID NOT NULL,
    "into_card_id" UUID NOT NULL,
    "stamps" INTEGER NOT NULL,
    "merged_at" TIMESTAMPTZ(3) NOT NULL,
    "undone_at" TIMESTAMPTZ(3),
    "record" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "card_merge_pkey" PRIMARY KEY ("merchant_id","id")
);

-- CreateTable
CREATE TABLE "stamp_ledger" (
    "merchant_id" UUID NOT NULL,
    "card_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "effect_key" TEXT NOT NULL,
    "count" INTEGER NOT NULL,
    "balance" INTEGER NOT NULL,
    "channel" TEXT NOT NULL,
    "till_id" UUID,
    "order_id" TEXT,
    "reason" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "stamp_ledger_pkey" PRIMARY KEY ("merchant_id","card_id","id")
);

-- CreateTable
CREATE TABLE "coupon" (
    "merchant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "card_id" UUID NOT NULL,
    "program_id" UUID NOT NULL,
    "reward_id" UUID NOT NULL,
    "reward" JSONB NOT NULL,
    "cycle" INTEGER NOT NULL,
    "milestone" INTEGER NOT NULL,
    "issue" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "code" TEXT,
    "issued_at" TIMESTAMPTZ(3) NOT NULL,
    "activated_at" TIMESTAMPTZ(3),
    "expires_at" TIMESTAMPTZ(3),
    "redeemed_at" TIMESTAMPTZ(3),
    "redeemed_by" JSONB,
    "ended_at" TIMESTAMPTZ(3),
    "end_reason" TEXT,
    "flag" TEXT,
    "issue_reason" TEXT,
    "warn_at" TIMESTAMPTZ(3),
    "warned_at" TIMESTAMPTZ(3),

    CONSTRAINT "coupon_pkey" PRIMARY KEY ("merchant_id","id")
);

-- CreateTable
CREATE TABLE "code_placement" (
    "merchant_id" UUID NOT NULL,
    "coupon_id" UUID NOT NULL,
    "till_id" UUID NOT NULL,
    "state" TEXT NOT NULL,
    "external_id" TEXT,
    "last_error" TEXT,
    "drift" TEXT,
    "repairs" INTEGER NOT NULL DEFAULT 0,
    "check_at" TIMESTAMPTZ(3),
    "told_until" TIMESTAMPTZ(3),
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "code_placement_pkey" PRIMARY KEY ("merchant_id","coupon_id","till_id")
);

-- CreateTable
CREATE TABLE "pool_code" (
    "merchant_id" UUID NOT NULL,
    "reward_id" UUID NOT NULL,
    "code" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'free',
    "position" BIGINT NOT NULL,
    "coupon_id" UUID,
    "assigned_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "pool_code_pkey" PRIMARY KEY ("merchant_id","reward_id","code")
);

-- CreateTable
CREATE TABLE "code_pool" (
    "merchant_id" UUID NOT NULL,
    "reward_id" UUID NOT NULL,
    "low_water" INTEGER,
    "reserve" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "code_pool_pkey" PRIMARY KEY ("merchant_id","reward_id")
);

-- CreateTable
CREATE TABLE "till_hold" (
    "merchant_id" UUID NOT NULL,
    "till_id" UUID NOT NULL,
    "reason" TEXT NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,
    "failures" INTEGER NOT NULL DEFAULT 1,
    "last_error" TEXT NOT NULL,

    CONSTRAINT "till_hold_pkey" PRIMARY KEY ("merchant_id","till_id")
);

-- CreateTable
CREATE TABLE "redeem_screen" (
    "merchant_id" UUID NOT NULL,
    "confirm_hash" BYTEA NOT NULL,
    "screen_hash" BYTEA NOT NULL,
    "coupon_id" UUID NOT NULL,
    "confirm_until" TIMESTAMPTZ(3) NOT NULL,
    "redeemed_at" TIMESTAMPTZ(3),
    "until" TIMESTAMPTZ(3),

    CONSTRAINT "redeem_screen_pkey" PRIMARY KEY ("merchant_id","confirm_hash")
);

-- CreateTable
CREATE TABLE "counter_action" (
    "merchant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "counter" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "card_id" UUID NOT NULL,
    "coupon_id" UUID,
    "stamps" INTEGER NOT NULL DEFAULT 0,
    "client_id" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "undone_at" TIMESTAMPTZ(3),

    CONSTRAINT "counter_action_pkey" PRIMARY KEY ("merchant_id","id")
);

-- CreateTable
CREATE TABLE "unassigned_code_use" (
    "merchant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "till_id" UUID NOT NULL,
    "order_id" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "used_at" TIMESTAMPTZ(3) NOT NULL,
    "location" TEXT,
    "coupon_id" UUID,
    "assigned_at" TIMESTAMPTZ(3),

    CONSTRAINT "unassigned_code_use_pkey" PRIMARY KEY ("merchant_id","id")
);

-- CreateTable
CREATE TABLE "till_order" (
    "merchant_id" UUID NOT NULL,
    "till_id" UUID NOT NULL,
    "external_id" TEXT NOT NULL,
    "number" TEXT,
    "facts" JSON NOT NULL,
    "placed_at" TIMESTAMPTZ(3),
    "location_id" TEXT,
    "total" BIGINT,
    "currency" TEXT,
    "card_id" UUID,
    "evidence" TEXT,
    "judgement" JSON,
    "given" INTEGER NOT NULL DEFAULT 0,
    "outcome" TEXT NOT NULL,
    "trace" JSON NOT NULL,
    "redemptions" JSON NOT NULL DEFAULT '[]',
    "first_judged_at" TIMESTAMPTZ(3),
    "scan_id" UUID,
    "releases" INTEGER NOT NULL DEFAULT 0,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "till_order_pkey" PRIMARY KEY ("merchant_id","till_id","external_id")
);

-- CreateTable
CREATE TABLE "scan" (
    "merchant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "client_id" TEXT NOT NULL,
    "card_id" UUID NOT NULL,
    "channel" TEXT NOT NULL,
    "till_id" UUID,
    "location_id" TEXT,
    "amount" BIGINT,
    "currency" TEXT,
    "count" INTEGER,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "join_minutes" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "order_till_id" UUID,
    "order_id" TEXT,
    "brought_card" BOOLEAN NOT NULL DEFAULT false,
    "repeat_of" UUID,
    "judgement" JSON,
    "given" INTEGER NOT NULL DEFAULT 0,
    "outcome" TEXT NOT NULL,
    "stamped" INTEGER NOT NULL DEFAULT 0,
    "trace" JSON NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "scan_pkey" PRIMARY KEY ("merchant_id","id")
);

-- CreateTable
CREATE TABLE "delivery" (
    "merchant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "till_id" UUID NOT NULL,
    "provider" TEXT NOT NULL,
    "topic" TEXT NOT NULL,
    "delivery_id" TEXT NOT NULL,
    "body" BYTEA NOT NULL,
    "is_text" BOOLEAN NOT NULL DEFAULT false,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'pending',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_attempt_at" TIMESTAMPTZ(3) NOT NULL,
    "note" TEXT,
    "order_id" TEXT,
    "processed_at" TIMESTAMPTZ(3),

    CONSTRAINT "delivery_pkey" PRIMARY KEY ("merchant_id","id")
);

-- CreateTable
CREATE TABLE "outbox" (
    "merchant_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "payload" JSONB NOT NULL DEFAULT '{}',
    "version" INTEGER NOT NULL DEFAULT 1,
    "sent_version" INTEGER NOT NULL DEFAULT 0,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "leased_until" TIMESTAMPTZ(3),
    "last_error" TEXT,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "outbox_pkey" PRIMARY KEY ("merchant_id","kind","key")
);

-- CreateTable
CREATE TABLE "outgoing_attempt" (
    "merchant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "ok" BOOLEAN NOT NULL,
    "detail" TEXT,

    CONSTRAINT "outgoing_attempt_pkey" PRIMARY KEY ("merchant_id","id")
);

-- CreateTable
CREATE TABLE "till_reconciliation" (
    "merchant_id" UUID NOT NULL,
    "till_id" UUID NOT NULL,
    "orders_since" TIMESTAMPTZ(3) NOT NULL,
    "reconciled_until" TIMESTAMPTZ(3) NOT NULL,
    "swept_at" TIMESTAMPTZ(3),
    "progress" JSON,
    "next_at" TIMESTAMPTZ(3),
    "runner" UUID,
    "runner_until" TIMESTAMPTZ(3),
    "failures" INTEGER NOT NULL DEFAULT 0,
    "last_error" TEXT,
    "last_run_at" TIMESTAMPTZ(3),
    "last_order_at" TIMESTAMPTZ(3),
    "missed" INTEGER NOT NULL DEFAULT 0,
    "last_missed_at" TIMESTAMPTZ(3),
    "hooks_checked_at" TIMESTAMPTZ(3),
    "hooks_note" TEXT,

    CONSTRAINT "till_reconciliation_pkey" PRIMARY KEY ("merchant_id","till_id")
);

-- CreateTable
CREATE TABLE "apple_device" (
    "id" TEXT NOT NULL,
    "tag" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "apple_device_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "apple_registration" (
    "merchant_id" UUID NOT NULL,
    "card_id" UUID NOT NULL,
    "device_id" TEXT NOT NULL,
    "push_token" TEXT NOT NULL,
    "revision" INTEGER NOT NULL DEFAULT 0,
    "tag" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "registered_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "cut_off_version" INTEGER,
    "cut_off_at" TIMESTAMPTZ(3),

    CONSTRAINT "apple_registration_pkey" PRIMARY KEY ("merchant_id","card_id","device_id")
);

-- CreateTable
CREATE TABLE "google_object" (
    "merchant_id" UUID NOT NULL,
    "card_id" UUID NOT NULL,
    "revision" INTEGER NOT NULL,
    "saved" BOOLEAN NOT NULL DEFAULT false,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "saved_at" TIMESTAMPTZ(3),
    "event_at" TIMESTAMPTZ(3),
    "event_nonce" TEXT,
    "noticed" TEXT,
    "noticed_at" TIMESTAMPTZ(3)[] DEFAULT ARRAY[]::TIMESTAMPTZ(3)[],
    "told" TEXT[] DEFAULT ARRAY[]::TEXT[],

    CONSTRAINT "google_object_pkey" PRIMARY KEY ("merchant_id","card_id")
);

-- CreateTable
CREATE TABLE "google_class" (
    "merchant_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "digest" TEXT NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "google_class_pkey" PRIMARY KEY ("merchant_id","key")
);

-- CreateTable
CREATE TABLE "google_offer" (
    "merchant_id" UUID NOT NULL,
    "card_id" UUID NOT NULL,
    "coupon_id" UUID NOT NULL,
    "digest" TEXT NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "google_offer_pkey" PRIMARY KEY ("merchant_id","card_id","coupon_id")
);

-- CreateTable
CREATE TABLE "call_lane" (
    "name" TEXT NOT NULL,
    "next_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "call_lane_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "idempotency_key" (
    "merchant_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "request_hash" BYTEA NOT NULL,
    "status" INTEGER,
    "body" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "idempotency_key_pkey" PRIMARY KEY ("merchant_id","key")
);

-- CreateTable
CREATE TABLE "join_placement" (
    "merchant_id" UUID NOT NULL,
    "program_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "name" TEXT,
    "views" INTEGER NOT NULL DEFAULT 0,
    "joins" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "join_placement_pkey" PRIMARY KEY ("merchant_id","program_id","key")
);

-- CreateTable
CREATE TABLE "claim" (
    "merchant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "code_hash" BYTEA NOT NULL,
    "till_id" UUID,
    "order_id" TEXT,
    "stamps" INTEGER,
    "card_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3),
    "claimed_at" TIMESTAMPTZ(3),
    "batch_id" UUID,
    "customer_id" TEXT,

    CONSTRAINT "claim_pkey" PRIMARY KEY ("merchant_id","id")
);

-- CreateTable
CREATE TABLE "receipt_key" (
    "merchant_id" UUID NOT NULL,
    "till_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "old_until" TIMESTAMPTZ(3),

    CONSTRAINT "receipt_key_pkey" PRIMARY KEY ("merchant_id","till_id")
);

-- CreateTable
CREATE TABLE "claim_batch" (
    "merchant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "stamps" INTEGER NOT NULL,
    "count" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "claim_batch_pkey" PRIMARY KEY ("merchant_id","id")
);

-- CreateTable
CREATE TABLE "pool_import" (
    "merchant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "reward_id" UUID NOT NULL,
    "file_name" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "added" INTEGER NOT NULL,
    "refused_count" INTEGER NOT NULL,
    "refused" TEXT NOT NULL,

    CONSTRAINT "pool_import_pkey" PRIMARY KEY ("merchant_id","id")
);

-- CreateTable
CREATE TABLE "export_run" (
    "merchant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "what" TEXT NOT NULL,
    "format" TEXT NOT NULL,
    "personal" BOOLEAN NOT NULL,
    "ordered_at" TIMESTAMPTZ(3) NOT NULL,
    "expected" INTEGER,
    "written" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "moved_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "export_run_pkey" PRIMARY KEY ("merchant_id","id")
);

-- CreateTable
CREATE TABLE "claim_attempt" (
    "merchant_id" UUID NOT NULL,
    "subject" TEXT NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "failures" INTEGER NOT NULL,

    CONSTRAINT "claim_attempt_pkey" PRIMARY KEY ("merchant_id","subject")
);

-- CreateTable
CREATE TABLE "privacy_request" (
    "merchant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "topic" TEXT NOT NULL,
    "outcome" JSONB NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "done_at" TIMESTAMPTZ(3),

    CONSTRAINT "privacy_request_pkey" PRIMARY KEY ("merchant_id","id")
);

-- CreateTable
CREATE TABLE "counted_figures" (
    "merchant_id" UUID NOT NULL,
    "figures" JSON NOT NULL,
    "counted_at" TIMESTAMPTZ(3),
    "took_ms" INTEGER NOT NULL DEFAULT 0,
    "wanted_at" TIMESTAMPTZ(3),
    "taken_until" TIMESTAMPTZ(3),

    CONSTRAINT "counted_figures_pkey" PRIMARY KEY ("merchant_id")
);

-- CreateTable
CREATE TABLE "audit_entry" (
    "merchant_id" UUID NOT NULL,
    "sequence" BIGINT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "detail" JSONB NOT NULL,
    "previous_hash" BYTEA NOT NULL,
    "hash" BYTEA NOT NULL,

    CONSTRAINT "audit_entry_pkey" PRIMARY KEY ("merchant_id","sequence")
);

-- CreateIndex
CREATE INDEX "directory_merchant_id_target_id_idx" ON "directory"("merchant_id", "target_id");

-- CreateIndex
CREATE INDEX "session_merchant_id_staff_id_idx" ON "session"("merchant_id", "staff_id");

-- CreateIndex
CREATE INDEX "passkey_merchant_id_staff_id_idx" ON "passkey"("merchant_id", "staff_id");

-- CreateIndex
CREATE INDEX "passkey_challenge_expires_at_idx" ON "passkey_challenge"("expires_at");

-- CreateIndex
CREATE INDEX "till_sign_in_expires_at_idx" ON "till_sign_in"("expires_at");

-- CreateIndex
CREATE INDEX "card_merchant_id_serial_idx" ON "card"("merchant_id", "serial");

-- CreateIndex
CREATE INDEX "card_contact_merchant_id_digest_idx" ON "card_contact"("merchant_id", "digest");

-- CreateIndex
CREATE INDEX "refusal_merchant_id_card_id_last_at_idx" ON "refusal"("merchant_id", "card_id", "last_at");

-- CreateIndex
CREATE INDEX "refusal_last_at_idx" ON "refusal"("last_at");

-- CreateIndex
CREATE INDEX "card_link_merchant_id_card_id_idx" ON "card_link"("merchant_id", "card_id");

-- CreateIndex
CREATE INDEX "card_merge_merchant_id_from_card_id_idx" ON "card_merge"("merchant_id", "from_card_id");

-- CreateIndex
CREATE INDEX "card_merge_merchant_id_into_card_id_idx" ON "card_merge"("merchant_id", "into_card_id");

-- CreateIndex
CREATE INDEX "stamp_ledger_merchant_id_at_idx" ON "stamp_ledger"("merchant_id", "at");

-- CreateIndex
CREATE UNIQUE INDEX "stamp_ledger_merchant_id_effect_key_key" ON "stamp_ledger"("merchant_id", "effect_key");

-- CreateIndex
CREATE INDEX "coupon_merchant_id_code_idx" ON "coupon"("merchant_id", "code");

-- CreateIndex
CREATE INDEX "coupon_merchant_id_state_expires_at_idx" ON "coupon"("merchant_id", "state", "expires_at");

-- CreateIndex
CREATE UNIQUE INDEX "coupon_merchant_id_card_id_cycle_milestone_issue_key" ON "coupon"("merchant_id", "card_id", "cycle", "milestone", "issue");

-- CreateIndex
CREATE INDEX "code_placement_merchant_id_till_id_external_id_idx" ON "code_placement"("merchant_id", "till_id", "external_id");

-- CreateIndex
CREATE INDEX "pool_code_merchant_id_reward_id_state_position_idx" ON "pool_code"("merchant_id", "reward_id", "state", "position");

-- CreateIndex
CREATE INDEX "redeem_screen_merchant_id_screen_hash_idx" ON "redeem_screen"("merchant_id", "screen_hash");

-- CreateIndex
CREATE INDEX "redeem_screen_confirm_until_idx" ON "redeem_screen"("confirm_until");

-- CreateIndex
CREATE INDEX "counter_action_merchant_id_counter_at_idx" ON "counter_action"("merchant_id", "counter", "at");

-- CreateIndex
CREATE UNIQUE INDEX "counter_action_merchant_id_client_id_key" ON "counter_action"("merchant_id", "client_id");

-- CreateIndex
CREATE UNIQUE INDEX "unassigned_code_use_merchant_id_till_id_order_id_code_key" ON "unassigned_code_use"("merchant_id", "till_id", "order_id", "code");

-- CreateIndex
CREATE INDEX "till_order_merchant_id_number_idx" ON "till_order"("merchant_id", "number");

-- CreateIndex
CREATE INDEX "till_order_merchant_id_updated_at_idx" ON "till_order"("merchant_id", "updated_at" DESC);

-- CreateIndex
CREATE INDEX "till_order_merchant_id_card_id_placed_at_idx" ON "till_order"("merchant_id", "card_id", "placed_at");

-- CreateIndex
CREATE INDEX "scan_merchant_id_card_id_at_idx" ON "scan"("merchant_id", "card_id", "at");

-- CreateIndex
CREATE INDEX "scan_merchant_id_order_till_id_order_id_idx" ON "scan"("merchant_id", "order_till_id", "order_id");

-- CreateIndex
CREATE UNIQUE INDEX "scan_merchant_id_client_id_key" ON "scan"("merchant_id", "client_id");

-- CreateIndex
CREATE INDEX "delivery_merchant_id_received_at_idx" ON "delivery"("merchant_id", "received_at" DESC);

-- CreateIndex
CREATE INDEX "outgoing_attempt_merchant_id_kind_key_at_idx" ON "outgoing_attempt"("merchant_id", "kind", "key", "at");

-- CreateIndex
CREATE INDEX "apple_registration_device_id_idx" ON "apple_registration"("device_id");

-- CreateIndex
CREATE INDEX "claim_merchant_id_batch_id_idx" ON "claim"("merchant_id", "batch_id");

-- CreateIndex
CREATE UNIQUE INDEX "claim_merchant_id_code_hash_key" ON "claim"("merchant_id", "code_hash");

-- CreateIndex
CREATE INDEX "pool_import_merchant_id_reward_id_at_idx" ON "pool_import"("merchant_id", "reward_id", "at" DESC);
