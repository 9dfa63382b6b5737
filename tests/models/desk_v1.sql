PRAGMA application_id=1110590020;
PRAGMA user_version=1;
BEGIN TRANSACTION;
CREATE TABLE cart (
	id TEXT NOT NULL, 
	name TEXT NOT NULL, 
	entity_id TEXT NOT NULL, 
	contract_id TEXT NOT NULL, 
	currency TEXT NOT NULL, 
	state TEXT NOT NULL, 
	note TEXT DEFAULT '' NOT NULL, 
	frozen INTEGER DEFAULT '0' NOT NULL, 
	template INTEGER DEFAULT '0' NOT NULL, 
	command_id TEXT DEFAULT '' NOT NULL, 
	lines INTEGER DEFAULT '0' NOT NULL, 
	gross_minor INTEGER DEFAULT '0' NOT NULL, 
	created_at TEXT NOT NULL, 
	changed_at TEXT NOT NULL, 
	deleted_at TEXT, 
	PRIMARY KEY (id)
);
INSERT INTO "cart" VALUES('k1','Ноябрь','e1','c1','RUB','draft','',0,0,'',1,5000,'2026-11-20T09:00:00+00:00','2026-11-20T09:05:00+00:00',NULL);
CREATE TABLE cart_line (
	line_id TEXT NOT NULL, 
	cart_id TEXT NOT NULL, 
	rank INTEGER NOT NULL, 
	item_id TEXT NOT NULL, 
	article TEXT NOT NULL, 
	name TEXT NOT NULL, 
	okei TEXT NOT NULL, 
	factor_e3 INTEGER NOT NULL, 
	quantity_e3 INTEGER NOT NULL, 
	wish_e3 INTEGER, 
	kept INTEGER DEFAULT '0' NOT NULL, 
	price_at_add_e5 INTEGER, 
	stock_at_add_e3 INTEGER, 
	typed TEXT DEFAULT '' NOT NULL, 
	comment TEXT DEFAULT '' NOT NULL, 
	place TEXT DEFAULT '' NOT NULL, 
	address_id TEXT DEFAULT '' NOT NULL, 
	source TEXT DEFAULT '' NOT NULL, 
	PRIMARY KEY (line_id), 
	FOREIGN KEY(cart_id) REFERENCES cart (id) ON DELETE CASCADE
)
 WITHOUT ROWID

;
INSERT INTO "cart_line" VALUES('l1','k1',1,'nut','АРТ-nut','Гайка М8','796',1000,5000,NULL,0,1000000,NULL,'','','','','');
CREATE TABLE desk_mark (
	"key" TEXT NOT NULL, 
	value TEXT NOT NULL, 
	PRIMARY KEY ("key")
)
 WITHOUT ROWID

;
CREATE TABLE import_template (
	fingerprint TEXT NOT NULL, 
	name TEXT NOT NULL, 
	layout TEXT NOT NULL, 
	used_at TEXT NOT NULL, 
	PRIMARY KEY (fingerprint)
)
 WITHOUT ROWID

;
CREATE TABLE journal (
	seq INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	cart_id TEXT NOT NULL, 
	label TEXT NOT NULL, 
	params TEXT NOT NULL, 
	images BLOB NOT NULL, 
	at TEXT NOT NULL, 
	undone INTEGER DEFAULT '0' NOT NULL, 
	barrier INTEGER DEFAULT '0' NOT NULL, 
	FOREIGN KEY(cart_id) REFERENCES cart (id) ON DELETE CASCADE
);
CREATE TABLE note (
	subject TEXT NOT NULL, 
	subject_id TEXT NOT NULL, 
	text TEXT NOT NULL, 
	at TEXT NOT NULL, 
	PRIMARY KEY (subject, subject_id)
)
 WITHOUT ROWID

;
CREATE TABLE outbox (
	created_seq INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	cmd_id TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	company_id TEXT NOT NULL, 
	entity_id TEXT NOT NULL, 
	contract_id TEXT NOT NULL, 
	cart_id TEXT DEFAULT '' NOT NULL, 
	title TEXT DEFAULT '' NOT NULL, 
	currency TEXT NOT NULL, 
	gross_minor INTEGER NOT NULL, 
	body BLOB NOT NULL, 
	body_sha256 TEXT NOT NULL, 
	price_basis TEXT DEFAULT '{}' NOT NULL, 
	created_at TEXT NOT NULL, 
	state TEXT NOT NULL, 
	since TEXT NOT NULL, 
	attempts INTEGER DEFAULT '0' NOT NULL, 
	next_try TEXT, 
	reason TEXT DEFAULT '' NOT NULL, 
	params TEXT DEFAULT '{}' NOT NULL, 
	order_id TEXT DEFAULT '' NOT NULL, 
	order_number TEXT DEFAULT '' NOT NULL, 
	UNIQUE (cmd_id)
);
CREATE TABLE own_code (
	code_fold TEXT NOT NULL, 
	code TEXT NOT NULL, 
	item_id TEXT NOT NULL, 
	article TEXT NOT NULL, 
	name TEXT NOT NULL, 
	okei TEXT DEFAULT '' NOT NULL, 
	learned_at TEXT NOT NULL, 
	uses INTEGER DEFAULT '0' NOT NULL, 
	PRIMARY KEY (code_fold)
)
 WITHOUT ROWID

;
INSERT INTO "own_code" VALUES('0077','00-77','nut','АРТ-nut','Гайка М8','','2026-11-20T09:00:00+00:00',3);
CREATE TABLE setting (
	"key" TEXT NOT NULL, 
	value TEXT NOT NULL, 
	PRIMARY KEY ("key")
)
 WITHOUT ROWID

;
INSERT INTO "setting" VALUES('view.theme','"dark"');
CREATE INDEX outbox_state ON outbox (state, created_seq);
CREATE TRIGGER outbox_sealed BEFORE UPDATE OF cmd_id, kind, company_id, entity_id, contract_id, currency, gross_minor, body, body_sha256, price_basis ON outbox BEGIN SELECT RAISE(ABORT, 'a sealed command never changes'); END;
CREATE INDEX own_code_item ON own_code (item_id);
CREATE INDEX cart_line_item ON cart_line (item_id);
CREATE INDEX cart_line_order ON cart_line (cart_id, rank);
CREATE INDEX journal_cart ON journal (cart_id, seq);
DELETE FROM "sqlite_sequence";
COMMIT;
