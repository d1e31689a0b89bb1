"""Simulation: sampled sources and devices, and the protocol at speed.  Nothing here is trusted by a checker."""
