"""The recipe behind the shipped weights: pictures to crops, training, calibration, evaluation, export."""
