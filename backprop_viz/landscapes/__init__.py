"""The cost over one or two inputs."""
