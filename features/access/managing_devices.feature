@owner:accounts
@severity:critical
Feature: Managing one's devices
  As someone who logs in at home, at work and on the train
  I want to see every device on which I am logged in, and to log it out from afar
  So that a device that I lost shows nobody my conversations

  @promise:devices-listed
  Rule: Every device on which one is logged in is listed

    @browser
    @wire
    Scenario: Ada sees her two devices
      Given Ada is in the chat
      And Ada is in the chat on another device
      When Ada looks at the list of her devices
      Then it holds 2 devices, and says which one is Ada's own

    @wire
    Scenario Outline: A device is called what people call it: <name>
      Given Ada has an account
      When Ada logs in by <name>
      Then the list of Ada's devices names "<name>"

      Examples:
        | name               |
        | Firefox on Windows |
        | Safari on iPhone   |
        | Chrome on Android  |
        | Edge on Mac        |

  @promise:device-logged-out
  @browser
  @wire
  Rule: A device that is logged out from afar is out at once

    Scenario: Ada logs out the device that she left on the train
      Given Ada is in the chat
      And Ada is in the chat on another device
      When Ada logs the other device out
      Then the other device of Ada is out at once
      And Ada stays inside

  @promise:everywhere-else-logged-out
  @browser
  @wire
  Rule: Logging out everywhere else leaves only the device at hand

    Scenario: Ada clears up
      Given Ada is in the chat
      And Ada is in the chat on another device
      When Ada logs out everywhere else
      Then the other device of Ada is out at once
      And Ada stays inside

  @promise:own-devices-only
  @wire
  Rule: Nobody logs out the devices of others

    Scenario: Mallory knows the name of Ada's log-in
      Given Ada is in the chat
      And Mallory is in the chat
      When Mallory wants the device of Ada logged out
      Then Mallory is refused as "session_not_found"
      And Ada stays inside
