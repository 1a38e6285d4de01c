"""Puts a few people into the database: `python seed.py`."""

from app import app
from models import User, db

with app.app_context():
    db.session.add_all(User(name=name) for name in ('Ada', 'Grace', 'Edsger'))
    db.session.commit()
    print(f'{User.query.count()} users')
