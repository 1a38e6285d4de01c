from flask import Flask
from flask_migrate import Migrate

from config import Config
from models import db

app = Flask(__name__)
app.config.from_object(Config)

db.init_app(app)
# SQLite cannot change a table where it stands: a batch makes it anew, with its rows.
migrate = Migrate(app, db, render_as_batch=True)
