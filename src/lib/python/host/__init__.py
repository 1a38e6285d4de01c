"""What runs inside the browser’s CPython: one command after another, each as if in a process of its own."""
