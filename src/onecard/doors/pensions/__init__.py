"""What the pension page, the API and the command line share: facts as they are typed, answers as they are said."""
