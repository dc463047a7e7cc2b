@owner:chat
@severity:critical
Feature: Reading slowly
  As a user with a quick laptop and a slow phone
  I want a device that cannot keep pace to be told so, and to catch up later
  So that nobody has to wait for it, and it misses nothing

  @promise:slow-reader-let-go
  @wire
  @needs:own_settings
  Rule: Who reads too slowly is let go and told why, holds up nobody, and misses nothing

    Scenario: A device of Ada's stops reading
      Given Ada is in a conversation which a device of hers follows without reading
      And Alan is in a conversation
      When Ada and Alan go on asking until the device can take no more
      Then the device of Ada learns that it was too slow, and little ever waited for it
      And Ada and Alan got all news once, in order and unharmed
      And the device of Ada comes back and has missed nothing
