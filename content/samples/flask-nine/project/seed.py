"""Puts rows into every table that is there and empty: `python seed.py`, at whatever version the database is.

It asks the database which tables and columns it has, and not the models, which are always those of the newest version.
"""

from datetime import datetime, timedelta

import sqlalchemy as sa

from app import app
from models import db

names = ['ada', 'grace', 'edsger', 'barbara', 'donald', 'frances']
begin = datetime(2026, 11, 2, 9)


def rows_of():
    people = range(1, len(names) + 1)
    yield 'users', [
        {
            'id': number,
            'name': name,
            'email': f'{name}@example.org',
            'password_hash': 'not a real one',
            'bio': f'{name} writes about machines' if number % 2 else None,
            'seen_at': begin + timedelta(days=number),
        }
        for number, name in zip(people, names)
    ]
    yield 'posts', [
        {
            'id': number,
            'body': f'Note {number}',
            'written_at': begin + timedelta(hours=number),
            'user_id': number % len(names) + 1,
            'language': 'de' if number % 3 == 0 else 'en',
        }
        for number in range(1, 31)
    ]
    yield 'followers', [
        {'follower_id': one, 'followed_id': other} for one in people for other in people if other in (one + 1, one + 2)
    ]
    yield 'messages', [
        {
            'id': number,
            'sender_id': number % len(names) + 1,
            'reader_id': (number + 1) % len(names) + 1,
            'body': f'Have you read note {number}?',
            'sent_at': begin + timedelta(minutes=number),
        }
        for number in range(1, 13)
    ]
    yield 'notifications', [
        {'id': number, 'user_id': number, 'kind': 'unread messages', 'told_at': begin, 'payload': '{"count": 2}'}
        for number in people
    ]
    yield 'tasks', [
        {'id': f'export-{number}', 'user_id': number, 'name': 'export the posts', 'progress': 20 * number}
        for number in range(1, 6)
    ]


def numbered_on(connection, table):
    """PostgreSQL counts by itself: the next row that the application adds must come after these."""
    if connection.dialect.name == 'postgresql' and isinstance(table.c.get('id', sa.Column()).type, sa.Integer):
        last = sa.select(sa.func.max(table.c.id)).scalar_subquery()
        connection.execute(sa.select(sa.func.setval(sa.func.pg_get_serial_sequence(table.name, 'id'), last)))


with app.app_context(), db.engine.begin() as connection:
    there = sa.MetaData()
    there.reflect(connection)
    for name, rows in rows_of():
        table = there.tables.get(name)
        if table is None or connection.scalar(sa.select(sa.func.count()).select_from(table)):
            continue
        known = [{key: value for key, value in row.items() if key in table.c} for row in rows]
        connection.execute(table.insert(), known)
        numbered_on(connection, table)
        print(f'{len(known)} rows into {name}')
