"""Puts people, posts and who follows whom into the database: `python seed.py`."""

from app import app
from models import Post, User, db, followers

names = ['ada', 'grace', 'edsger', 'barbara', 'donald']

with app.app_context():
    users = [User(name=name, email=f'{name}@example.org') for name in names]
    db.session.add_all(users)
    db.session.flush()
    for number in range(40):
        user = users[number % len(users)]
        db.session.add(Post(title=f'Post {number + 1}', body='...', user_id=user.id))
    for user, other in zip(users, users[1:]):
        db.session.execute(followers.insert().values(follower_id=user.id, followed_id=other.id))
    db.session.commit()
    print(f'{len(users)} users, 40 posts')
