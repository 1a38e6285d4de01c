class Config:
    # A file beside the application. On PostgreSQL: 'postgresql://localhost/blog'
    SQLALCHEMY_DATABASE_URI = 'sqlite:///blog.db'
