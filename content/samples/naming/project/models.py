from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import MetaData

# Alembic can drop only what has a name, and SQLite gives constraints none. Take the convention away,
# make the table and then drop its unique constraint, to see what happens.
convention = {
    'ix': 'ix_%(column_0_label)s',
    'uq': 'uq_%(table_name)s_%(column_0_name)s',
    'ck': 'ck_%(table_name)s_%(constraint_name)s',
    'fk': 'fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s',
    'pk': 'pk_%(table_name)s',
}

db = SQLAlchemy(metadata=MetaData(naming_convention=convention))


class Team(db.Model):
    __tablename__ = 'teams'

    id = db.Column(db.Integer, primary_key=True)
    name = db.Column(db.String(80), unique=True)


class Player(db.Model):
    __tablename__ = 'players'

    id = db.Column(db.Integer, primary_key=True)
    number = db.Column(db.Integer, db.CheckConstraint('number > 0', name='number_positive'))
    team_id = db.Column(db.ForeignKey('teams.id'))
