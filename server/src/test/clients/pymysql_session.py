"""What PyMySQL sees: values, errors, transactions. Prints it for PymysqlTest."""

import datetime
import decimal
import ssl
import sys

import pymysql


def connect(**more):
    return pymysql.connect(
        host="127.0.0.1", port=int(sys.argv[1]), user="admin", password=sys.argv[2], **more
    )


unchecked = ssl.create_default_context()
unchecked.check_hostname = False
unchecked.verify_mode = ssl.CERT_NONE
connection = connect(database="public", ssl=unchecked)
print("server", connection.get_server_info(), "autocommit", connection.get_autocommit())
cursor = connection.cursor()
cursor.execute(
    "CREATE TABLE p (a INT, d DECIMAL(10,2), t TIMESTAMP, x BLOB, b BOOLEAN, n DATE, f DOUBLE, s TEXT)"
)
row = (
    1,
    decimal.Decimal("3.50"),
    datetime.datetime(2026, 1, 2, 3, 4, 5, 600),
    b"\x00\x01\xff'",
    True,
    datetime.date(2026, 1, 2),
    1.5,
    "it's \\ \"q\"",
)
cursor.execute("INSERT INTO p VALUES (%s, %s, %s, %s, %s, %s, %s, %s)", row)
print("inserted", cursor.rowcount)
connection.commit()
cursor.execute("SELECT * FROM p")
print("same", cursor.fetchall() == (row,))
cursor.execute("INSERT INTO p (a) VALUES (2)")
connection.rollback()
cursor.execute("SELECT count(*) FROM p")
print("after rollback", cursor.fetchall())
try:
    cursor.execute("SELECT * FROM nope")
except pymysql.err.ProgrammingError as error:
    print("refused", error.args)
connection.rollback()
cursor.execute("SELECT %s AS x", ("a\nb%_",))
print("text", cursor.fetchall())
connection.select_db("public")
connection.ping()
print("show tables", cursor.execute("SHOW TABLES"), cursor.fetchall())
connection.close()

again = connect()
print("without TLS", again.cursor().execute("SELECT 1"))
again.close()
