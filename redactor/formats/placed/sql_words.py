"""Words of SQL that tell how a dump is read: what begins a statement, names a table, or is no column."""

from __future__ import annotations

import re

#: Words that statements begin with (PostgreSQL 17, MySQL 8.4, SQLite, T-SQL, Oracle), those inside of routines too.
STATEMENTS = frozenset(
    str.split("""
    ABORT ALTER ANALYZE ATTACH
    BACKUP BEGIN BULK
    CACHE CALL CASE CHANGE CHECK CHECKPOINT CLOSE CLUSTER COMMENT COMMIT CONTINUE COPY CREATE
    DBCC DEALLOCATE DECLARE DEFINE DELETE DELIMITER DENY DESC DESCRIBE DETACH DISCARD DO DROP
    ELSE ELSEIF ELSIF END EXCEPTION EXEC EXECUTE EXIT EXPLAIN
    FETCH FLUSH FOR
    GO GRANT
    HANDLER
    IF IMPORT INSERT INSTALL ITERATE
    KILL
    LEAVE LISTEN LOAD LOCK LOOP
    MERGE MOVE
    NOTIFY
    ON OPEN OPTIMIZE
    PERFORM PRAGMA PREPARE PRINT PURGE
    RAISE RAISERROR REASSIGN REFRESH REINDEX RELEASE RENAME REPAIR REPEAT REPLACE RESET RESIGNAL RESTORE RETURN RETURNING REVOKE ROLLBACK
    SAVE SAVEPOINT SECURITY SELECT SET SHOW SIGNAL START STOP
    TABLE THROW TRUNCATE
    UNINSTALL UNLISTEN UNLOCK UNTIL UPDATE UPSERT USE
    VACUUM VALUES
    WAITFOR WHEN WHENEVER WHILE WITH
    XA
    """)
)
#: Words that begin a statement where they begin a line; not all dumps end theirs.
BEGINS = frozenset(("INSERT", "REPLACE", "COPY", "CREATE", "GO"))
#: Words before the name of a table.
TABLES = frozenset(("UPDATE", "FROM", "INTO", "TABLE", "JOIN"))
#: Lines of a table's definition that are no columns.
CLAUSES = frozenset(str.split("CONSTRAINT PRIMARY UNIQUE KEY INDEX FOREIGN CHECK FULLTEXT SPATIAL EXCLUDE LIKE PERIOD"))
#: Statements that name accounts behind "TO" and "FROM".
GRANTS = frozenset(("GRANT", "REVOKE"))
#: What the last two words before a literal say that it is, where the last alone says nothing.
NAMES_OF_ACCOUNTS = {
    ("IDENTIFIED", "BY"): "password",
    ("PASSWORD", "FOR"): "username",
    ("RENAME", "USER"): "username",
}
#: Columns behind which an account goes on.
ACCOUNT_COLUMNS = frozenset(("username", "host"))
#: Types of columns of numbers.
NUMERIC = re.compile(
    r"(?:tiny|small|medium|big)?(?:int|serial)|integer|number|numeric|decimal|float|real|double|money|bit",
    re.IGNORECASE,
)
