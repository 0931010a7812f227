"""A session of psycopg2, as Python programs have it. Prints what it sees; a test compares it."""

import datetime
import decimal
import sys
import uuid

import psycopg2
import psycopg2.extras

connection = psycopg2.connect(sys.argv[1])
cursor = connection.cursor()
psycopg2.extras.register_uuid()


def show(name, work):
    try:
        print(name, work())
        connection.commit()
    except psycopg2.Error as error:
        said = error.diag
        print(name, error.pgcode, said.message_primary, "at", said.statement_position)
        connection.rollback()


def rows(sql, *values):
    cursor.execute(sql, values)
    return cursor.fetchall()


def run(sql, *values):
    del connection.notices[:]
    cursor.execute(sql, values)
    return cursor.statusmessage, [notice.strip() for notice in connection.notices]


show("server", lambda: (connection.server_version, connection.encoding))
show("one", lambda: rows("SELECT 1, 'a', NULL, true"))
show("parameters", lambda: rows("SELECT %s, %s::int, %s", "it's \\ ä", 2, None))

VALUES = {
    "smallint": -1,
    "bigint": 2**40,
    "text": "it's \\ ä",
    "numeric(10,2)": decimal.Decimal("12.34"),
    "double precision": 1.5,
    "boolean": True,
    "date": datetime.date(2024, 2, 29),
    "time": datetime.time(1, 2, 3),
    "timestamp": datetime.datetime(2024, 1, 2, 3, 4, 5, 678900),
    "timestamptz": datetime.datetime(2024, 1, 2, 3, 4, tzinfo=datetime.timezone.utc),
    "interval": datetime.timedelta(days=1, seconds=3661),
    "uuid": uuid.UUID(int=5),
    "integer[]": [1, 2, None],
    "text[]": ["a", "b,c", 'q"x'],
    "json": psycopg2.extras.Json({"a": [1, None]}),
}
for number, (kind, value) in enumerate(VALUES.items()):
    cursor.execute("CREATE TABLE typed_%d (v %s)" % (number, kind))
    connection.commit()
    cursor.execute("INSERT INTO typed_%d VALUES (%%s)" % number, (value,))
    connection.commit()
    found = rows("SELECT v FROM typed_%d" % number)[0][0]
    expected = value.adapted if isinstance(value, psycopg2.extras.Json) else value
    print(kind, "equal" if found == expected else repr(found))

run("CREATE TABLE item (id integer PRIMARY KEY, name text)")
connection.commit()
show("insert", lambda: run("INSERT INTO item VALUES (%s, %s)", 1, "a"))
show("many", lambda: cursor.executemany("INSERT INTO item VALUES (%s, %s)", [(2, "b"), (3, "c")]))
show(
    "values",
    lambda: psycopg2.extras.execute_values(
        cursor, "INSERT INTO item VALUES %s", [(4, "d"), (5, "e")]
    ),
)
show("returning", lambda: rows("INSERT INTO item VALUES (6, 'f') RETURNING id"))
show("returned", lambda: run("INSERT INTO item VALUES (7, 'g'), (8, 'h') RETURNING id"))
show("any", lambda: rows("SELECT id FROM item WHERE id = ANY(%s) ORDER BY id", [1, 2]))
show("in", lambda: rows("SELECT id FROM item WHERE id IN %s ORDER BY id", (2, 3)))
show("duplicate", lambda: run("INSERT INTO item VALUES (1, 'again')"))
show("no column", lambda: rows("SELECT nope FROM item"))
show("syntax", lambda: rows("SELEC 1"))

show("secret", lambda: run("CREATE SECRET pw AS %s", "it's \\ 'secret'"))
show(
    "connection",
    lambda: run(
        "CREATE CONNECTION c TO POSTGRES (HOST %s, USER 'u', DATABASE 'd', PASSWORD SECRET pw)"
        " WITH (VALIDATE = false)",
        "h",
    ),
)
show("alter", lambda: run("ALTER CONNECTION c SET (HOST %s) WITH (VALIDATE = false)", "h2"))
show("refused", lambda: run("ALTER CONNECTION c SET (HOSTT 'x') WITH (VALIDATE = false)"))
run("DROP CONNECTION c")
connection.rollback()
show("rolled back", lambda: rows("SELECT name, type FROM mz_connections"))
connection.autocommit = True
print("autocommit", run("ALTER CONNECTION c RENAME TO d"))
print("several", rows("SELECT 1; SELECT 2"))
connection.autocommit = False
connection.set_session(isolation_level="SERIALIZABLE", readonly=True)
show("read only", lambda: run("CREATE SECRET z AS 'x'"))
connection.set_session(isolation_level="READ COMMITTED", readonly=False)
connection.reset()
show("after reset", lambda: rows("SELECT 1"))
connection.close()
