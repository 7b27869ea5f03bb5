"""Backup and restore: what must not be lost, in one file, and back again without sending anything twice."""

from cakupan.backup.make import back_up
from cakupan.backup.manifest import Manifest
from cakupan.backup.restore import Restored, restore

__all__ = ["Manifest", "Restored", "back_up", "restore"]
