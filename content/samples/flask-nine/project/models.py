from datetime import datetime, timezone

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import MetaData

# Every constraint has a name, so that a later migration can say which one it means: on SQLite too.
convention = {
    'ix': 'ix_%(table_name)s_%(column_0_N_name)s',
    'uq': 'uq_%(table_name)s_%(column_0_N_name)s',
    'ck': 'ck_%(table_name)s_%(constraint_name)s',
    'fk': 'fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s',
    'pk': 'pk_%(table_name)s',
}

db = SQLAlchemy(metadata=MetaData(naming_convention=convention))


def now():
    return datetime.now(timezone.utc).replace(tzinfo=None)


followers = db.Table(
    'followers',
    db.Column('follower_id', db.ForeignKey('users.id'), primary_key=True),
    db.Column('followed_id', db.ForeignKey('users.id'), primary_key=True),
)


class User(db.Model):
    __tablename__ = 'users'
    __table_args__ = (db.UniqueConstraint('email'),)

    id = db.Column(db.Integer, primary_key=True)
    name = db.Column(db.String(64), nullable=False, unique=True)
    email = db.Column(db.String(120), nullable=False)
    password_hash = db.Column(db.String(128))
    bio = db.Column(db.String(140))
    seen_at = db.Column(db.DateTime)
    inbox_read_at = db.Column(db.DateTime)


class Post(db.Model):
    __tablename__ = 'posts'

    id = db.Column(db.Integer, primary_key=True)
    body = db.Column(db.Text, nullable=False)
    written_at = db.Column(db.DateTime, nullable=False, default=now, index=True)
    user_id = db.Column(db.ForeignKey('users.id'), nullable=False, index=True)
    language = db.Column(db.String(5), nullable=False)
    # What comes next: take the # away, then `flask db migrate -m "what a post is about"`.
    # about = db.Column(db.String(60))


class Message(db.Model):
    __tablename__ = 'messages'

    id = db.Column(db.Integer, primary_key=True)
    sender_id = db.Column(db.ForeignKey('users.id'), nullable=False, index=True)
    reader_id = db.Column(db.ForeignKey('users.id'), nullable=False, index=True)
    body = db.Column(db.String(500), nullable=False)
    sent_at = db.Column(db.DateTime, nullable=False, default=now, index=True)


class Notification(db.Model):
    __tablename__ = 'notifications'

    id = db.Column(db.Integer, primary_key=True)
    user_id = db.Column(db.ForeignKey('users.id'), nullable=False, index=True)
    kind = db.Column(db.String(40), nullable=False)
    told_at = db.Column(db.DateTime, nullable=False, default=now)
    payload = db.Column(db.Text)


class Task(db.Model):
    __tablename__ = 'tasks'
    __table_args__ = (db.CheckConstraint('progress BETWEEN 0 AND 100', name='progress_in_percent'),)

    id = db.Column(db.String(36), primary_key=True)
    user_id = db.Column(db.ForeignKey('users.id'), nullable=False, index=True)
    name = db.Column(db.String(60), nullable=False)
    progress = db.Column(db.Integer, nullable=False)
