"""Asks pip whether every dependency has a wheel for the platforms that freebit is for; needs the network."""
