-- What the Prisma schema cannot say. Nothing here shows in the generated client.

-- The relay asks for what is pending, over all merchants: these stay small however long the history grows.
CREATE INDEX delivery_pending_idx ON delivery (next_attempt_at, received_at) WHERE state = 'pending';
CREATE INDEX outbox_due_idx ON outbox (kind, due_at) WHERE version > sent_version;
-- Work of each till in its turn: the till is the second half of the key.
CREATE INDEX outbox_till_idx ON outbox (merchant_id, split_part(key, '/', 2), due_at)
  WHERE kind = 'place-code' AND version > sent_version;
CREATE INDEX code_placement_check_idx ON code_placement (check_at) WHERE state IN ('placed', 'drifted');
-- What the merchant is alerted of is little beside all codes.
CREATE INDEX code_placement_trouble_idx ON code_placement (merchant_id, updated_at)
  WHERE state IN ('drifted', 'failed');
-- Nearly no card is ever merged.
CREATE INDEX card_merged_into_idx ON card (merchant_id, merged_into) WHERE merged_into IS NOT NULL;
-- Tokens that are to be renewed soon, over all merchants.
CREATE INDEX till_renew_idx ON till (renew_at) WHERE state = 'active' AND renew_at IS NOT NULL AND sign_in_since IS NULL;
-- Tills with codes in them are searched more often.
CREATE INDEX code_placement_placed_idx ON code_placement (merchant_id, till_id) WHERE state = 'placed';
CREATE INDEX till_reconciliation_due_idx ON till_reconciliation (next_at) WHERE next_at IS NOT NULL;
CREATE INDEX coupon_issuing_idx ON coupon (issued_at) WHERE state = 'issuing';
CREATE INDEX coupon_expiry_idx ON coupon (expires_at) WHERE state IN ('issuing', 'active');
CREATE INDEX card_stamps_expire_idx ON card (stamps_expire_at)
  WHERE stamps_expire_at IS NOT NULL AND state IN ('active', 'paused');
CREATE INDEX coupon_warn_idx ON coupon (warn_at) WHERE state = 'active' AND warned_at IS NULL;

-- Scans whose order may still come, and orders that a customer of the till may still be linked to a card for.
CREATE INDEX scan_waiting_idx ON scan (merchant_id, at) WHERE state = 'waiting';
CREATE INDEX till_order_customer_idx ON till_order (merchant_id, till_id, (facts->'sale'->>'customerId'))
  WHERE card_id IS NULL;

-- The console finds cards by the beginning or the end of their number.
CREATE INDEX card_serial_start_idx ON card (merchant_id, serial text_pattern_ops);
CREATE INDEX card_serial_end_idx ON card (merchant_id, "right"(serial, 4));
-- Orders that nobody has are a list of their own.
CREATE INDEX till_order_unmatched_idx ON till_order (merchant_id, updated_at DESC) WHERE outcome = 'unmatched';
CREATE INDEX delivery_trouble_idx ON delivery (merchant_id, received_at DESC) WHERE state IN ('unreadable', 'failed');
CREATE INDEX coupon_redeemed_idx ON coupon (merchant_id, redeemed_at) WHERE redeemed_at IS NOT NULL;
CREATE INDEX counted_figures_wanted_idx ON counted_figures (wanted_at) WHERE wanted_at IS NOT NULL;

ALTER TABLE location ADD CONSTRAINT location_place_check
  CHECK ((latitude IS NULL) = (longitude IS NULL) AND latitude BETWEEN -90 AND 90 AND longitude BETWEEN -180 AND 180);
ALTER TABLE merchant_picture ADD CONSTRAINT merchant_picture_kind_check CHECK (kind IN ('logo', 'photo'));
ALTER TABLE till ADD CONSTRAINT till_state_check CHECK (state IN ('active', 'revoked', 'uninstalled'));
ALTER TABLE program ADD CONSTRAINT program_state_check CHECK (state IN ('active', 'paused', 'ended'));
ALTER TABLE card ADD CONSTRAINT card_state_check CHECK (state IN ('active', 'paused', 'merged', 'erased'));
ALTER TABLE coupon ADD CONSTRAINT coupon_state_check
  CHECK (state IN ('issuing', 'active', 'redeemed', 'expired', 'revoked'));
ALTER TABLE code_placement ADD CONSTRAINT code_placement_state_check
  CHECK (state IN ('pending', 'placed', 'drifted', 'removing', 'removed', 'failed'));
ALTER TABLE till_hold ADD CONSTRAINT till_hold_reason_check CHECK (reason IN ('down', 'throttled'));
ALTER TABLE pool_code ADD CONSTRAINT pool_code_state_check CHECK (state IN ('free', 'assigned', 'used', 'retired'));
ALTER TABLE counter_action ADD CONSTRAINT counter_action_kind_check CHECK (kind IN ('redemption', 'stamps', 'scan'));
ALTER TABLE staff ADD CONSTRAINT staff_role_check CHECK (role IN ('staff', 'manager', 'owner'));
ALTER TABLE device ADD CONSTRAINT device_kind_check CHECK (kind IN ('phone', 'counter', 'kiosk'));
ALTER TABLE scan ADD CONSTRAINT scan_state_check
  CHECK (state IN ('waiting', 'joined', 'repeat', 'apart', 'alone', 'undone'));
ALTER TABLE delivery ADD CONSTRAINT delivery_state_check
  CHECK (state IN ('pending', 'done', 'unreadable', 'failed'));

-- A 6 kB webhook body costs the database a quarter less with lz4; not every build of Postgres has it.
DO $$
BEGIN
  ALTER TABLE delivery ALTER COLUMN body SET COMPRESSION lz4;
EXCEPTION WHEN feature_not_supported OR invalid_parameter_value THEN
  RAISE NOTICE 'lz4 is missing: delivery bodies are compressed by the default method';
END $$;

-- Rows updated again and again find room on their own page.
ALTER TABLE card SET (fillfactor = 80);
ALTER TABLE card_tally SET (fillfactor = 80);
ALTER TABLE till_order SET (fillfactor = 85);
ALTER TABLE outbox SET (
  fillfactor = 70,
  autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 500,
  autovacuum_analyze_scale_factor = 0.05
);
-- Every delivery dies once in the pending index, when it is done.
ALTER TABLE delivery SET (autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_threshold = 1000);
