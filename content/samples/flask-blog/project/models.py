from datetime import datetime, timezone

from flask_sqlalchemy import SQLAlchemy

db = SQLAlchemy()


def now():
    return datetime.now(timezone.utc)


followers = db.Table(
    'followers',
    db.Column('follower_id', db.ForeignKey('users.id'), primary_key=True),
    db.Column('followed_id', db.ForeignKey('users.id'), primary_key=True),
)


class User(db.Model):
    __tablename__ = 'users'

    id = db.Column(db.Integer, primary_key=True)
    name = db.Column(db.String(64), nullable=False, unique=True)
    email = db.Column(db.String(120))
    # What comes next: take the # away, then `flask db migrate -m "users tell about themselves"`.
    # about = db.Column(db.String(140))


class Post(db.Model):
    __tablename__ = 'posts'

    id = db.Column(db.Integer, primary_key=True)
    title = db.Column(db.String(140), nullable=False)
    body = db.Column(db.Text, nullable=False)
    written_at = db.Column(db.DateTime, nullable=False, default=now, index=True)
    user_id = db.Column(db.ForeignKey('users.id'), nullable=False)
