class Config:
    # A file beside the application. On PostgreSQL: 'postgresql://localhost/lecture'
    SQLALCHEMY_DATABASE_URI = 'sqlite:///lecture.db'
