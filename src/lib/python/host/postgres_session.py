"""The one session of PostgreSQL that there is here, and the connections of a program, which share it.

A connection that begins a transaction inside another's gets a savepoint of that one. A transaction that has only
read makes way: nobody can see that it ended, and what the other commits is then kept whatever becomes of it.
"""

import re
from struct import pack

# LOOSE: a statement of the program has ended the transaction, and what follows commits by itself until the connection
# is told to commit or roll back. With psycopg2 it is so, and migrations that say COMMIT before a statement rely on it.
IDLE, OPEN, FAILED, LOOSE = "idle", "open", "failed", "loose"

# Statements that end or begin a transaction when somebody writes them out.
COMMITS = re.compile(r"\s*(?:commit|end)(?:\s+(?:work|transaction))?\s*;?\s*", re.I)
ROLLS_BACK = re.compile(r"\s*(?:rollback|abort)(?:\s+(?:work|transaction))?\s*;?\s*", re.I)
BEGINS = re.compile(r"\s*(?:begin|start\s+transaction)\b[^;]*;?\s*", re.I)

READING = ("SELECT", "SHOW", "BEGIN", "START", "SAVEPOINT", "RELEASE", "EXPLAIN", "FETCH", "DECLARE", "CLOSE")

# What must not reach PostgreSQL: it would wait for ever for rows that nobody sends, or fail to load a library and then load no other.
REFUSED = {
    re.compile(rb"(?:^|;)\s*copy\s[^;]*\bfrom\s+stdin\b", re.I): "can't execute COPY FROM STDIN: nobody can send it the rows here. Insert them.",
    re.compile(rb"(?:^|;)\s*create\s+subscription\b", re.I): "can't execute CREATE SUBSCRIPTION: there is no other server to reach.",
}

GONE = (
    "server closed the connection unexpectedly\n\tThis probably means the server terminated abnormally\n"
    "\tbefore or while processing the request.\n"
)

CHANGING = ("INSERT", "UPDATE", "DELETE", "MERGE", "COPY")

# What a connection takes with it when it is closed. DISCARD ALL would take the plans of others too.
LEAVING = "CLOSE ALL; RESET ROLE; RESET ALL; UNLISTEN *; SELECT pg_catalog.pg_advisory_unlock_all(); DISCARD TEMP; DISCARD SEQUENCES"


class Session:
    def __init__(self):
        self._speak = None
        self._observer = None
        self.live = False
        # Whether the connection to PostgreSQL was lost in the middle of the command.
        self.lost = False
        # Who has a transaction: the first the real one, each other a savepoint in the one before.
        self._holders = []
        self._connections = []
        self._before = None
        self.status = b"I"
        # How many rows the command has changed.
        self.changes = 0

    def begin(self, speak, observer):
        """A command begins, which may `speak` to PostgreSQL, where there is one."""
        self._speak, self._observer = speak, observer
        self.changes = 0
        self.live = speak is not None
        self.lost = False

    def end(self):
        """What a process leaves open is rolled back when it ends."""
        if self.live and self._before is not None and not self.lost:
            self._clear()
        for connection in self._connections:
            connection.let_go()
        self._connections.clear()
        self._holders.clear()
        self._before = self._speak = self._observer = None
        self.live = False

    def connected(self, connection, url):
        """A program opens a connection, which begins as a new one does."""
        self._observer.opens(lambda: self.changes, url=url)
        if not self._connections:
            self._clear()
        self._connections.append(connection)

    def closed(self, connection):
        if connection in self._connections:
            self.roll_back(connection)
            self._connections.remove(connection)
            for setting in connection.settings:
                self._quietly(f"RESET {setting}")

    def speak(self, message):
        """Sends messages of the protocol and gives the answer."""
        from pyodide.ffi import JsException, to_js

        from .postgres_errors import OperationalError, ProgrammingError

        if self.lost:
            raise OperationalError(GONE)
        for at, kind, length in messages(message):
            text = message[at + 5 : at + length] if kind in (b"P", b"Q") else b""
            for pattern, why in REFUSED.items():
                if pattern.search(text.lstrip(b"\0")):
                    raise ProgrammingError(f"{why}\n")
        try:
            replies = self._speak(to_js(message)).to_bytes()
        except JsException as error:
            raise OperationalError(f"{GONE}{error}\n") from None
        for at, kind, _ in messages(replies):
            if kind == b"Z":
                self.status = replies[at + 5 : at + 6]
        return replies

    def begins(self, sql):
        is_open = self.status != b"I"
        self.lost = self._observer.tell("statement", sql=sql, changes=self.changes, open=is_open) or self.lost

    def ends(self, answer):
        if getattr(answer, "tag", "").startswith(CHANGING):
            self.changes += answer.row_count

    def run(self, connection, sql):
        """Runs a statement of a connection, in its own transaction or by itself where it commits by itself."""
        if connection not in self._holders:
            if COMMITS.fullmatch(sql) or ROLLS_BACK.fullmatch(sql):
                connection.state = connection.loose
                return None
            if connection.state == FAILED:
                raise connection.failed()
            if BEGINS.fullmatch(sql):
                return self._take(connection, sql)
            if connection.autocommit or connection.state == LOOSE:
                return self._alone(connection, sql)
            self._take(connection, connection.beginning)
        self._make_top(connection)
        if connection is not self._holders[0]:
            ends = self.commit if COMMITS.fullmatch(sql) else self.roll_back if ROLLS_BACK.fullmatch(sql) else None
            if ends is not None:
                answer = ends(connection)
                connection.state = connection.loose
                return answer
        try:
            answer = connection.ask(sql)
            connection.wrote = connection.wrote or not connection.tag.startswith(READING)
            return answer
        finally:
            self._after()

    def commit(self, connection):
        if connection not in self._holders:
            connection.state = IDLE
            return None
        self._make_top(connection)
        first = connection is self._holders[0]
        if not first and self.status == b"E":
            return self.roll_back(connection)
        connection.state = IDLE
        try:
            return connection.ask("COMMIT" if first else f"RELEASE SAVEPOINT {connection.savepoint}")
        finally:
            # A COMMIT that fails has rolled back.
            self._holders.remove(connection)
            if not first:
                self._holders[-1].wrote |= connection.wrote

    def roll_back(self, connection):
        connection.state, held = IDLE, connection in self._holders
        if not held:
            return None
        while self._holders[-1] is not connection:
            self._holders.pop().state = FAILED
        self._holders.pop()
        return self._undo(connection)

    def _undo(self, connection):
        if not self._holders:
            return connection.ask("ROLLBACK")
        connection.ask(f"ROLLBACK TO SAVEPOINT {connection.savepoint}")
        return connection.ask(f"RELEASE SAVEPOINT {connection.savepoint}")

    def _take(self, connection, beginning):
        """Begins a transaction, or a savepoint where another's cannot make way."""
        self._make_way()
        if self._holders:
            answer = connection.ask(f"SAVEPOINT {connection.savepoint}")
        else:
            answer = connection.ask(beginning)
        self._holders.append(connection)
        connection.state, connection.wrote = OPEN, False
        return answer

    def _alone(self, connection, sql):
        self._make_way()
        if not self._holders:
            try:
                return connection.ask(sql)
            finally:
                if self.status != b"I":
                    self._holders.append(connection)
                    connection.state, connection.wrote = OPEN, True
        connection.ask(f"SAVEPOINT {connection.savepoint}")
        try:
            answer = connection.ask(sql)
        except BaseException:
            self._undo(connection)
            raise
        kept = connection.answer
        connection.ask(f"RELEASE SAVEPOINT {connection.savepoint}")
        connection.answer = kept
        self._holders[-1].wrote = True
        return answer

    def _make_top(self, connection):
        """What runs inside another's savepoint would go when that one rolls back."""
        while self._holders[-1] is not connection:
            if not self._makes_way():
                raise connection.in_the_way()

    def _make_way(self):
        while self._holders and self._makes_way():
            pass

    def _makes_way(self):
        """Ends the innermost transaction where its connection will not miss it."""
        top = self._holders[-1]
        failed = self.status == b"E"
        if not failed and (top.wrote or top.isolated):
            return False
        if not failed and len(self._holders) == 1 and self._has_number():
            # What it called has written something.
            top.wrote = True
            return False
        self._holders.pop()
        if failed:
            top.state = FAILED
            self._undo(top)
        else:
            top.ask("COMMIT" if not self._holders else f"RELEASE SAVEPOINT {top.savepoint}")
        return True

    def _has_number(self):
        """PostgreSQL numbers a transaction when it first writes."""
        return self._quietly("SELECT pg_catalog.pg_current_xact_id_if_assigned()") != [None]

    def _after(self):
        """A statement may have ended the transaction itself."""
        if self.status == b"I":
            for holder in self._holders:
                holder.state = holder.loose
            self._holders.clear()

    def _clear(self):
        if self._before is None:
            # Where somebody's transaction is open this fails, and there is nobody but a program that died.
            self._quietly("ROLLBACK")
            self._before = self._user_and_plans()
        user, plans = self._before
        self._quietly("ROLLBACK")
        self._quietly(f"SET SESSION AUTHORIZATION {user}")
        self._quietly(LEAVING)
        for name in self._user_and_plans()[1] - plans:
            self._quietly(f"DEALLOCATE {name}")

    def _user_and_plans(self):
        """The user of the session, and the statements prepared in it, which are somebody else's."""
        rows = self._quietly(
            "SELECT pg_catalog.quote_ident(session_user) UNION ALL SELECT pg_catalog.quote_ident(name) FROM pg_catalog.pg_prepared_statements"
        )
        return rows[0], set(rows[1:])

    def _quietly(self, sql):
        """Runs what no program has asked for, and gives the first column."""
        answer = self.speak(simple_query(sql))
        return [cell(answer, at) for at, kind, _ in messages(answer) if kind == b"D"]


session = Session()


def simple_query(sql):
    text = sql.encode() + b"\0"
    return b"Q" + pack("!i", len(text) + 4) + text


def messages(answer):
    """Where each message begins, its kind and its length."""
    at = 0
    while at + 5 <= len(answer):
        length = int.from_bytes(answer[at + 1 : at + 5])
        yield at, answer[at : at + 1], length
        at += length + 1


def cell(answer, at):
    length = int.from_bytes(answer[at + 7 : at + 11], signed=True)
    return None if length < 0 else answer[at + 11 : at + 11 + length].decode()


class Socket:
    """What pg8000 takes for a connection to a server: what is flushed goes to PostgreSQL, and reading serves the answer.

    PostgreSQL knows who is there already, so that greeting and parting are not for it.
    """

    GREETING = b"R" + pack("!ii", 8, 0) + b"".join(
        b"S" + pack("!i", len(text) + 4) + text
        for text in (b"client_encoding\0UTF8\0", b"standard_conforming_strings\0on\0")
    ) + b"Z" + pack("!i", 5) + b"I"  # fmt: skip

    def __init__(self, session):
        self._session = session
        self._written = bytearray()
        self._answer = b""
        self._greeted = False

    def makefile(self, mode):
        return self

    def forget(self):
        """What nobody has read of the last answer is no part of the next."""
        self._answer = b""

    def write(self, data):
        self._written += data

    def flush(self):
        message = bytes(self._written)
        self._written.clear()
        if not self._greeted:
            self._greeted = True
            self._answer = self.GREETING
        elif message[:1] != b"X" and message:
            self._answer += self._session.speak(message)

    def read(self, size):
        taken, self._answer = self._answer[:size], self._answer[size:]
        return taken

    def close(self):
        pass
