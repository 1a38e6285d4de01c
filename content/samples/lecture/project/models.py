from flask_sqlalchemy import SQLAlchemy

db = SQLAlchemy()


class User(db.Model):
    __tablename__ = 'users'

    id = db.Column(db.Integer, primary_key=True)
    name = db.Column(db.String(80), nullable=False)

    # The next step of the lecture: take the # away, then `flask db migrate -m "add email to users"`.
    # email = db.Column(db.String(120))
