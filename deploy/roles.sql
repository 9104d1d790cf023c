-- The three roles of a ledger, once per server; run by psql 15 or later, as a superuser, connected to the ledger's database.
-- Passwords come from the environment. A role that is left without a password cannot log in with one.
\set ON_ERROR_STOP on
\getenv owner_password LEDGER_OWNER_PASSWORD
\getenv app_password LEDGER_APP_PASSWORD

CREATE ROLE ledger_owner LOGIN PASSWORD :'owner_password';
CREATE ROLE ledger_app LOGIN PASSWORD :'app_password';
CREATE ROLE ledger_consumer LOGIN;

REVOKE ALL ON DATABASE :"DBNAME" FROM PUBLIC;
GRANT CONNECT, CREATE ON DATABASE :"DBNAME" TO ledger_owner;
GRANT CONNECT ON DATABASE :"DBNAME" TO ledger_app, ledger_consumer;
