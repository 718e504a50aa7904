"""The classical baseline that the Lab shows beside the networks: local binary patterns and a linear support vector machine."""
