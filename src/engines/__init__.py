"""What differs between the engines that the project runs on, for Python models and macros."""
