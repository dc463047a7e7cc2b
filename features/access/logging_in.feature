@owner:accounts
@severity:critical
Feature: Logging in
  As the owner of an account
  I want to come back to my conversations with address and password
  So that I go on where I stopped

  @promise:log-in
  Rule: Address and password let their owner in, and lead to the chat

    @browser
    @wire
    @smoke
    Scenario: Ada comes in
      Given Ada has an account
      When Ada logs in
      Then Ada is in the chat under her own name

    @browser
    Scenario: Ada stays inside when she opens the chat anew
      Given Ada is in the chat
      When Ada opens the chat anew
      Then Ada is in the chat under her own name

  @promise:chat-behind-log-in
  @browser
  Rule: The chat is for people who are logged in

    Scenario: A stranger goes straight to the chat
      When Mallory goes straight to the chat
      Then Mallory is asked to log in
