/** The files of the lecture's application, as a learner writes them. */
export const lecture: ReadonlyMap<string, string> = new Map([
	[
		'app.py',
		`from flask import Flask
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy

app = Flask(__name__)
app.config['SQLALCHEMY_DATABASE_URI'] = 'sqlite:///app.db'

db = SQLAlchemy(app)
migrate = Migrate(app, db)


class User(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    name = db.Column(db.String(128))
`
	],
	[
		'manage.py',
		`from flask_migrate import MigrateCommand
from flask_script import Manager

from app import app

manager = Manager(app)
manager.add_command('db', MigrateCommand)

if __name__ == '__main__':
    manager.run()
`
	]
]);
